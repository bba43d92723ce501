// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import static dev.completions4j.batch.BatchFiles.ids;
import static dev.completions4j.batch.BatchFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file system that is full; needs the permission to mount one, and so runs with the profile {@code soak} only. */
class FullDiskTest {

    @TempDir
    Path directory;

    private static boolean succeeds(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).start().waitFor() == 0;
    }

    @Test
    void keepsWhatFitsAndContinuesWhenThereIsSpace() throws Exception {
        assumeTrue(Long.getLong("batch.gigabytes", 0L) > 0);
        Path disk = Files.createDirectory(directory.resolve("disk"));
        assumeTrue(succeeds("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString()));
        try (ScriptedServer server = new ScriptedServer(ScriptedServer::echo)) {
            Path output = disk.resolve("out.jsonl");
            BatchRunner runner = BatchRunner.builder()
                    .client(server.client)
                    .input(BatchInput.jsonl(write(directory.resolve("in.jsonl"), 1000)))
                    .output(output)
                    .build();
            long kept = BatchExceptions.thrownBy(runner).counts().succeeded();
            assertThat(kept).isPositive();
            assertThat(ids(output)).doesNotHaveDuplicates().hasSize((int) kept);

            assertThat(succeeds("mount", "-o", "remount,size=1m", disk.toString()))
                    .isTrue();
            assertThat(runner.run().counts()).isEqualTo(new BatchCounts(1000 - kept, 0, kept, 0));
            assertThat(ids(output)).doesNotHaveDuplicates().hasSize(1000);
        } finally {
            assertThat(succeeds("umount", disk.toString())).isTrue();
        }
    }
}
