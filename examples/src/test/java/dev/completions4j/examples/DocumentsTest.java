// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Verifies that README and guides show only tested code, and quote only messages that exist in the sources. */
class DocumentsTest {

    private static final Path ROOT = Path.of("..");
    private static final Path GUIDES = ROOT.resolve("docs").resolve("guides");

    /** The sources of tested snippets. */
    private static final List<Path> TESTS = List.of(
            Path.of("src", "test"),
            ROOT.resolve(Path.of("integration-tests", "src", "test")),
            ROOT.resolve(Path.of("integrations", "spring-boot-starter", "src", "test")),
            ROOT.resolve(Path.of("integrations", "flink", "src", "test")),
            ROOT.resolve(Path.of("integration-tests", "src", "it")));

    /** The modules whose messages are quoted. */
    private static final List<String> MODULES = List.of("api", "core", "transport-jdk", "transport-netty");

    private static final Pattern CODE = Pattern.compile(
            "(?:<!-- snippet: (\\w+) -->\\n)?^```(?:java|kotlin)\\n(.*?)^```\\n", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern TESTED = Pattern.compile("// snippet: (\\w+)\\n(.*?)\\n *// end\\n", Pattern.DOTALL);
    private static final Pattern QUOTED_MESSAGE = Pattern.compile("^### “(.*)”$", Pattern.MULTILINE);
    private static final Pattern CONCATENATION = Pattern.compile("\"\\s*\\+\\s*\"");

    @Test
    void showOnlyTestedCode() throws IOException {
        Map<String, String> tested = tested();

        for (Path document : documents()) {
            for (MatchResult block : find(CODE, Files.readString(document))) {
                assertThat(block.group(1))
                        .as("the mark of this code in %s: %s", document, block.group(2))
                        .isNotNull();
                assertThat(code(block))
                        .as("the snippet %s in %s", block.group(1), document)
                        .isEqualTo(tested.get(block.group(1)));
            }
        }
    }

    @Test
    void showEveryTestedSnippet() throws IOException {
        List<String> shown = new ArrayList<>();
        for (Path document : documents()) {
            find(CODE, Files.readString(document)).forEach(block -> shown.add(block.group(1)));
        }

        assertThat(shown).containsAll(tested().keySet());
    }

    @Test
    void quoteOnlyMessagesThatExist() throws IOException {
        StringBuilder sources = new StringBuilder();
        for (String module : MODULES) {
            for (Path source : files(ROOT.resolve(module).resolve(Path.of("src", "main")))) {
                sources.append(CONCATENATION.matcher(Files.readString(source)).replaceAll(""));
            }
        }
        List<MatchResult> quoted = find(QUOTED_MESSAGE, Files.readString(GUIDES.resolve("faq-and-troubleshooting.md")));

        assertThat(quoted).isNotEmpty();
        for (MatchResult message : quoted) {
            for (String part : message.group(1).split("…", -1)) { // The ellipsis stands for the variable parts.
                assertThat(sources.indexOf(part.strip()))
                        .as("Position in the sources of “%s”, which the FAQ quotes", part.strip())
                        .isNotNegative();
            }
        }
    }

    private static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>(files(GUIDES));
        documents.add(ROOT.resolve("README.md"));
        return documents;
    }

    private static Map<String, String> tested() throws IOException {
        Map<String, String> snippets = new TreeMap<>();
        for (Path folder : TESTS) {
            for (Path source : files(folder)) {
                for (MatchResult snippet : find(TESTED, Files.readString(source))) {
                    assertThat(snippets.put(snippet.group(1), code(snippet)))
                            .as("another snippet named %s", snippet.group(1))
                            .isNull();
                }
            }
        }
        return snippets;
    }

    private static String code(MatchResult snippet) {
        return snippet.group(2).stripIndent().strip();
    }

    private static List<MatchResult> find(Pattern pattern, String text) {
        return pattern.matcher(text).results().toList();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().matches(".*\\.(java|kt|md)"))
                    .sorted()
                    .toList();
        }
    }
}
