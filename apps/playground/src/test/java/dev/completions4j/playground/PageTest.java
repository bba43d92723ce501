// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.playground;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The files of the page, as the policy of the page requires them. */
class PageTest {

    private static final Path FOLDER =
            Path.of("src", "main", "resources", "dev", "completions4j", "playground", "page");

    @Test
    void allFilesAreServed() throws IOException {
        assertThat(files().stream()
                        .map(file -> FOLDER.relativize(file).toString().replace('\\', '/')))
                .containsExactlyInAnyOrderElementsOf(Page.FILES);
    }

    @Test
    void nothingIsMadeOfHtmlAndNothingIsLoadedFromElsewhere() throws IOException {
        for (Path file : files()) {
            assertThat(Files.readString(file))
                    .as("%s", file)
                    .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(")
                    .doesNotContainPattern("https?://(?!www\\.w3\\.org/2000/svg|localhost)")
                    .doesNotContainPattern("\\sstyle=")
                    .doesNotContainPattern("<script(?! type=\"module\" src=)");
        }
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
