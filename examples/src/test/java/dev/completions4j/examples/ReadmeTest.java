package dev.completions4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README shows the code that the tests here run. */
class ReadmeTest {

    private static final Pattern SHOWN =
            Pattern.compile("<!-- snippet: (\\w+) -->\\n```\\w+\\n(.*?)```\\n", Pattern.DOTALL);
    private static final Pattern TESTED = Pattern.compile("// snippet: (\\w+)\\n(.*?)\\n *// end\\n", Pattern.DOTALL);

    @Test
    void showsTestedCode() throws IOException {
        Map<String, String> shown = snippets(SHOWN, Files.readString(Path.of("..", "README.md")));

        assertThat(shown)
                .containsOnlyKeys("client", "complete", "stream", "kotlin", "server", "models", "transport", "testkit");
        assertThat(shown).isEqualTo(tested());
    }

    private static Map<String, String> tested() throws IOException {
        Map<String, String> snippets = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Path.of("src", "test"))) {
            List<Path> sources = files.filter(Files::isRegularFile).toList();
            for (Path source : sources) {
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
