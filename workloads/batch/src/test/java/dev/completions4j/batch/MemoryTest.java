// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inputs that are much larger than the memory. */
class MemoryTest {

    private static final long GIGABYTES = Long.getLong("batch.gigabytes", 0L);

    @TempDir
    Path directory;

    @Test
    void readsAnInputThatIsMuchLargerThanTheHeap() throws Exception {
        long bytes = GIGABYTES == 0 ? 256L << 20 : GIGABYTES << 30;
        Path output = directory.resolve("out.jsonl");
        Path log = directory.resolve("log");
        Process process = Child.start(
                List.of(GIGABYTES == 0 ? "-Xmx32m" : "-Xmx64m"),
                LargeRun.class,
                log,
                Long.toString(bytes),
                "10000",
                output.toString());
        try {
            assertThat(process.waitFor()).as(() -> "see " + log).isZero();
        } finally {
            process.destroyForcibly();
        }
        try (var lines = Files.lines(output)) {
            assertThat(lines.count()).isEqualTo(bytes / 10_000);
        }
    }
}
