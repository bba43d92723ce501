// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import static dev.completions4j.batch.BatchFiles.ids;
import static dev.completions4j.batch.BatchFiles.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.model.FakeModel;
import dev.completions4j.testkit.server.LoopbackServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs whose process is killed while it works, as {@code kill -9} does. */
class KillTest {

    private static final int KILLS = Integer.getInteger("batch.kills", 3);
    private static final int REQUESTS = Integer.getInteger("batch.requests", 2000);

    @TempDir
    Path directory;

    private final AtomicLong asked = new AtomicLong();
    private final AtomicReference<@Nullable Process> victim = new AtomicReference<>();

    /** The number of requests at which the process is killed. */
    private volatile long killAt = Long.MAX_VALUE;

    private String text(String prompt) {
        if (asked.incrementAndGet() == killAt) {
            Process process = victim.get();
            if (process != null) {
                process.destroyForcibly();
            }
        }
        return "re " + prompt;
    }

    @ParameterizedTest
    @EnumSource(OutputOrder.class)
    void everyRequestIsAnsweredOnceHoweverOftenTheRunIsKilled(OutputOrder order) throws Exception {
        Path input = write(directory.resolve("in.jsonl"), REQUESTS);
        Path output = directory.resolve("out.jsonl");
        FakeModel model = FakeModel.builder()
                .name("m")
                .source((prompt, seed, choice) -> text(prompt))
                .build();
        try (LoopbackServer server = LoopbackServer.serving(model)) {
            for (int kill = 1; kill <= KILLS; kill++) {
                // Not a multiple of anything, so that each kill hits another moment.
                killAt = asked.get() + 1 + (long) REQUESTS * 9 / 10 / KILLS + kill % 7;
                assertThat(run(server, input, output, order)).isNotZero();
            }
            killAt = Long.MAX_VALUE;
            assertThat(run(server, input, output, order))
                    .as(() -> contentOf(directory.resolve("log")))
                    .isZero();
        }
        List<String> ids = ids(output);
        assertThat(ids).hasSize(REQUESTS);
        assertThat(new HashSet<>(ids)).hasSize(REQUESTS);
        // Only what was in flight, or not written, is requested again.
        assertThat(asked.get()).isLessThan(REQUESTS + KILLS * 1000L);
    }

    private int run(LoopbackServer server, Path input, Path output, OutputOrder order) throws Exception {
        Process process = Child.start(
                List.of("-Xmx128m", "-XX:TieredStopAtLevel=1"),
                KilledRun.class,
                directory.resolve("log"),
                server.baseUrl(),
                input.toString(),
                output.toString(),
                order.name());
        victim.set(process);
        try {
            return process.waitFor();
        } finally {
            process.destroyForcibly();
        }
    }

    private static String contentOf(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
