// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program whose logging library cannot be loaded. */
class BrokenLoggingTest {

    @Test
    void completesNevertheless(@TempDir Path folder) throws Exception {
        Path service = folder.resolve("META-INF/services/java.lang.System$LoggerFinder");
        Files.createDirectories(service.getParent());
        Files.writeString(service, BrokenLoggerFinder.class.getName());
        List<String> path = ChildJvm.classPath(entry -> true);
        path.add(folder.toString());

        String output = ChildJvm.run("-cp", String.join(File.pathSeparator, path), OneCompletion.class.getName());

        assertThat(output.lines()).contains("completed over netty");
    }
}
