// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import static dev.completions4j.batch.BatchFiles.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.CompletionsClient;
import dev.completions4j.JsonValue;
import dev.completions4j.JsonValue.JsonObject;
import dev.completions4j.testkit.ManualTime;
import dev.completions4j.testkit.transport.FakeExchange;
import dev.completions4j.testkit.transport.FakeTransport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    Path directory;

    private final ManualTime time = new ManualTime();
    private final BlockingQueue<BatchProgress> heard = new LinkedBlockingQueue<>();

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(60, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }

    /** Waits until answers are written, which happens on the thread of the run. */
    private void awaitAnswers(int count) throws Exception {
        Path output = directory.resolve("out.jsonl");
        while (Files.readString(output).lines().count() < count) {
            Thread.onSpinWait();
        }
    }

    @Test
    void reportsCountsRatesAndTheRemainingTime() throws Exception {
        BlockingQueue<FakeExchange> exchanges = new LinkedBlockingQueue<>();
        List<BatchRequest> requests =
                IntStream.range(0, 10).mapToObj(BatchRequests::request).toList();
        try (CompletionsClient client = CompletionsClient.builder()
                .baseUrl("http://fake.test/v1")
                .transport(FakeTransport.answeredBy(exchanges::add))
                .executor(Runnable::run)
                .build()) {
            BatchRun run = BatchRunner.builder()
                    .client(client)
                    .input(BatchInput.requests(requests))
                    .output(directory.resolve("out.jsonl"))
                    .fixedConcurrency(1)
                    .scheduler(time)
                    .listener(heard::add, SECOND)
                    .build()
                    .start();
            FakeExchange inFlight = next(exchanges);
            for (int i = 1; i < 10; i++) {
                ScriptedServer.answer(inFlight, ScriptedServer.echo((JsonObject) JsonValue.parse(inFlight.body())));
                awaitAnswers(i);
                // The next request may not have been read yet.
                inFlight = next(exchanges);
                time.advance(SECOND);
                BatchProgress progress = next(heard);

                assertThat(progress.counts()).isEqualTo(new BatchCounts(i, 0, 0, 0));
                assertThat(progress.tokens()).isEqualTo(new BatchTokens(10L * i, 10L * i));
                assertThat(progress.inFlight()).isEqualTo(1);
                assertThat(progress.concurrency()).isEqualTo(1);
                assertThat(progress.elapsed()).isEqualTo(Duration.ofSeconds(i));
                assertThat(progress.requestsPerSecond()).isEqualTo(1.0);
                assertThat(progress.tokensPerSecond()).isEqualTo(20.0);
                assertThat(progress.fraction()).isEqualTo(i / 10.0);
                assertThat(progress.remaining()).isEqualTo(Duration.ofSeconds(10 - i));
            }
            ScriptedServer.answer(inFlight, ScriptedServer.echo((JsonObject) JsonValue.parse(inFlight.body())));
            run.report().join();

            BatchProgress end = next(heard);
            assertThat(end.counts().succeeded()).isEqualTo(10);
            assertThat(end.fraction()).isEqualTo(1.0);
            assertThat(end.remaining()).isEqualTo(Duration.ZERO);
            assertThat(heard).isEmpty();
            assertThat(time.pendingTasks()).isZero();
        }
    }

    @Test
    void countsTheBytesOfAFileWhateverBecomesOfItsLines() throws Exception {
        Path input = write(
                directory.resolve("in.jsonl"),
                List.of(BatchFiles.line("a", "p"), "", "broken", BatchFiles.line("a", "p"), BatchFiles.line("b", "p")));
        try (ScriptedServer server = new ScriptedServer(ScriptedServer::echo)) {
            BatchRunner runner = BatchRunner.builder()
                    .client(server.client)
                    .input(BatchInput.jsonl(input))
                    .output(directory.resolve("out.jsonl"))
                    .listener(heard::add, SECOND)
                    .scheduler(time)
                    .build();
            runner.run();
            assertThat(next(heard).fraction()).isEqualTo(1.0);
            runner.run();
            assertThat(next(heard).fraction()).isEqualTo(1.0);
        }
    }

    @Test
    void aListenerThatThrowsDoesNotEndTheRun() throws Exception {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer::echo)) {
            BatchReport report = BatchRunner.builder()
                    .client(server.client)
                    .input(BatchInput.jsonl(write(directory.resolve("in.jsonl"), 3)))
                    .output(directory.resolve("out.jsonl"))
                    .listener(
                            progress -> {
                                throw new AssertionError("of the test");
                            },
                            SECOND)
                    .build()
                    .run();
            assertThat(report.counts().succeeded()).isEqualTo(3);
        }
    }
}
