// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documents show code that tests run. */
class DocumentsTest {

    private static final Path CONSUMER = Path.of("..", "integration-tests", "src", "it", "testkit-consumer", "src");
    private static final Pattern SHOWN =
            Pattern.compile("<!-- snippet: (\\w+) -->\\n```\\w+\\n(.*?)```\\n", Pattern.DOTALL);
    private static final Pattern TESTED = Pattern.compile("// snippet: (\\w+)\\n(.*?)\\n *// end\\n", Pattern.DOTALL);

    @Test
    void theReadmeShowsTestedCode() throws IOException {
        Map<String, String> shown = shown(Path.of("..", "README.md"));

        assertThat(shown)
                .containsOnlyKeys(
                        "client",
                        "complete",
                        "stream",
                        "views",
                        "timeouts",
                        "shutdown",
                        "resilience",
                        "interceptor",
                        "kotlin",
                        "server",
                        "models",
                        "transport",
                        "micrometer",
                        "testkit",
                        "fault",
                        "record");
        assertThat(shown).isEqualTo(tested(Path.of("src", "test")));
    }

    @Test
    void theGuideToTestingShowsTestedCode() throws IOException {
        Map<String, String> shown = shown(Path.of("..", "docs", "testing-your-code.md"));

        assertThat(shown)
                .containsOnlyKeys(
                        "service",
                        "setup",
                        "unit",
                        "model",
                        "cut",
                        "timeout",
                        "retry",
                        "cancel",
                        "driven",
                        "subscriber");
        assertThat(shown).isEqualTo(tested(CONSUMER));
    }

    private static Map<String, String> shown(Path document) throws IOException {
        return snippets(SHOWN, Files.readString(document));
    }

    private static Map<String, String> tested(Path sources) throws IOException {
        Map<String, String> snippets = new TreeMap<>();
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path source : files.filter(Files::isRegularFile).toList()) {
                snippets.putAll(snippets(TESTED, Files.readString(source)));
            }
        }
        return snippets;
    }

    private static Map<String, String> snippets(Pattern pattern, String text) {
        Map<String, String> snippets = new TreeMap<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            snippets.put(matcher.group(1), matcher.group(2).stripIndent().strip());
        }
        return snippets;
    }
}
