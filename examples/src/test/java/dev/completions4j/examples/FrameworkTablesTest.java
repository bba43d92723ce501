// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Verifies that the tables of frameworks have a row for each example, and name the versions that are tested. */
class FrameworkTablesTest {

    private static final Path ROOT = Path.of("..");
    private static final Path README = ROOT.resolve("README.md");
    private static final Path GUIDE = ROOT.resolve(Path.of("docs", "guides", "embedding.md"));
    private static final Path EXAMPLES = Path.of("frameworks");

    /** What the other examples share. */
    private static final Path BROWSERS = EXAMPLES.resolve("browsers");

    /** Where the versions are that are tested without an example. */
    private static final Path INTEGRATION_TESTS = ROOT.resolve("integration-tests");

    private static final Pattern VERSION = Pattern.compile("\\b\\d+\\.\\d+\\.\\d+\\b");

    @Test
    void readmeHasEachExample() throws IOException {
        assertHasEachExample(README, "](examples/frameworks/%s)");
    }

    @Test
    void guideHasEachExample() throws IOException {
        assertHasEachExample(GUIDE, "| `%s` |");
    }

    @Test
    void otherVersionsAreTheTestedOnes() throws IOException {
        String tested = Files.readString(INTEGRATION_TESTS.resolve("pom.xml"))
                + Files.readString(
                        INTEGRATION_TESTS.resolve(Path.of("src/it/frameworks/managed-versions/invoker.properties")));
        String readme = Files.readString(README);
        int begin = readme.indexOf("\n## Frameworks\n");
        List<String> rows = readme.substring(begin, readme.indexOf("\n## ", begin + 1))
                .lines()
                .filter(line -> line.startsWith("|") && !line.contains("](examples/frameworks/"))
                .toList();

        assertThat(rows).anyMatch(row -> VERSION.matcher(row).find());
        for (String row : rows) {
            assertThat(versions(row)).as(row).allMatch(tested::contains);
        }
    }

    private static void assertHasEachExample(Path document, String cell) throws IOException {
        List<String> lines = Files.readAllLines(document);
        List<Path> examples = examples();

        assertThat(examples).isNotEmpty();
        for (Path example : examples) {
            String name = cell.formatted(example.getFileName());
            List<String> rows =
                    lines.stream().filter(line -> line.contains(name)).toList();
            assertThat(rows).as("rows with %s", name).hasSize(1);
            String pom = Files.readString(example.resolve("pom.xml"));
            assertThat(versions(rows.get(0))).as(rows.get(0)).isNotEmpty().allMatch(pom::contains);
        }
    }

    private static List<String> versions(String row) {
        return VERSION.matcher(row).results().map(MatchResult::group).toList();
    }

    private static List<Path> examples() throws IOException {
        try (Stream<Path> folders = Files.list(EXAMPLES)) {
            return folders.filter(folder -> Files.exists(folder.resolve("pom.xml")) && !folder.equals(BROWSERS))
                    .sorted()
                    .toList();
        }
    }
}
