// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.tck;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Verifies that the document and the suite have the same rules. */
class ContractDocumentTest {

    private static final Pattern RULE = Pattern.compile("(?m)^\\| ([0-9]+\\.[0-9]+) \\| (.*) \\|$");

    @Test
    void documentAndSuiteHaveTheSameRules() throws IOException {
        List<String> written = new ArrayList<>();
        Matcher rules = RULE.matcher(Files.readString(Path.of("..", "docs", "transport-contract.md"), UTF_8));
        while (rules.find()) {
            written.add(rules.group(1) + " " + rules.group(2).replace("`", ""));
        }
        List<String> tested = new ArrayList<>();
        for (Method method : TransportContract.class.getMethods()) {
            DisplayName name = method.getAnnotation(DisplayName.class);
            if (name != null) {
                String number = name.value().substring(0, name.value().indexOf(' '));
                assertThat(method.getName()).startsWith("rule_" + number.replace('.', '_') + "_");
                tested.add(name.value());
            }
        }

        assertThat(tested).containsExactlyInAnyOrderElementsOf(written);
    }
}
