// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import static dev.completions4j.batch.BatchFiles.ids;
import static dev.completions4j.batch.BatchFiles.write;
import static dev.completions4j.batch.BatchRequests.atOnce;
import static dev.completions4j.batch.BatchRequests.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.completions4j.CompletionsClient;
import dev.completions4j.JsonValue;
import dev.completions4j.JsonValue.JsonObject;
import dev.completions4j.batch.BatchReport.End;
import dev.completions4j.testkit.ManualTime;
import dev.completions4j.testkit.transport.FakeExchange;
import dev.completions4j.testkit.transport.FakeTransport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that end before the end of the input. */
class BudgetTest {

    @TempDir
    Path directory;

    private final ManualTime time = new ManualTime();
    private final LinkedBlockingQueue<FakeExchange> exchanges = new LinkedBlockingQueue<>();
    private final CompletionsClient client = CompletionsClient.builder()
            .baseUrl("http://fake.test/v1")
            .transport(FakeTransport.answeredBy(exchanges::add))
            .executor(Runnable::run)
            .build();

    @AfterEach
    void close() {
        client.close();
    }

    private Path output() {
        return directory.resolve("out.jsonl");
    }

    private BatchRunner.Builder runner(int requests) {
        return BatchRunner.builder()
                .client(client)
                .input(BatchInput.jsonl(write(directory.resolve("in.jsonl"), requests)))
                .output(output())
                .fixedConcurrency(4)
                .scheduler(time);
    }

    private FakeExchange exchange() throws InterruptedException {
        FakeExchange exchange = exchanges.poll(60, TimeUnit.SECONDS);
        assertThat(exchange).isNotNull();
        return exchange;
    }

    private List<FakeExchange> exchanges(int count) throws InterruptedException {
        List<FakeExchange> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(exchange());
        }
        return taken;
    }

    private static void answer(FakeExchange exchange) {
        ScriptedServer.answer(exchange, ScriptedServer.echo((JsonObject) JsonValue.parse(exchange.body())));
    }

    @Test
    void sendsNoMoreThanTheTokenBudgetAndContinues() throws Exception {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer::echo)) {
            BatchRunner runner =
                    runner(50).client(server.client).tokenBudget(200L).build();
            BatchReport first = runner.run();

            // An answer has 20 tokens. The first four calls are sent before anything is known.
            assertThat(first.end()).isEqualTo(End.TOKEN_BUDGET);
            assertThat(first.tokens().total()).isBetween(200L, 220L);
            long done = first.counts().succeeded();
            for (int runs = 0; done < 50; runs++) {
                assertThat(runs).isLessThan(5);
                BatchReport next = runner.run();
                assertThat(next.counts().skipped()).isEqualTo(done);
                done += next.counts().succeeded();
            }
        }
        assertThat(ids(output())).doesNotHaveDuplicates().hasSize(50);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void hasFinishedIfTheLastAnswerUsesUpTheTokenBudget(int concurrency) throws Exception {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer::echo)) {
            BatchReport report = runner(10)
                    .client(server.client)
                    .fixedConcurrency(concurrency)
                    .tokenBudget(200L)
                    .build()
                    .run();

            assertThat(report.end()).isEqualTo(End.FINISHED);
            assertThat(report.counts()).isEqualTo(new BatchCounts(10, 0, 0, 0));
        }
    }

    @Test
    void hasFinishedIfNoCallIsLeftWhenTheTokenBudgetIsUsedUp() throws Exception {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer::echo)) {
            BatchReport report = runner(0)
                    .client(server.client)
                    .input(atOnce(4))
                    .tokenBudget(1L)
                    .build()
                    .run();

            assertThat(report.end()).isEqualTo(End.FINISHED);
            assertThat(report.counts()).isEqualTo(new BatchCounts(4, 0, 0, 0));
        }
    }

    @Test
    void hasFinishedIfTheLastCallsEndWithinTheGrace() throws Exception {
        BatchRun run = runner(0)
                .input(atOnce(4))
                .timeBudget(Duration.ofMinutes(1))
                .build()
                .start();
        List<FakeExchange> open = exchanges(4);
        time.advance(Duration.ofMinutes(1));
        open.forEach(BudgetTest::answer);

        BatchReport report = run.report().get(60, TimeUnit.SECONDS);
        assertThat(report.end()).isEqualTo(End.FINISHED);
        assertThat(report.counts()).isEqualTo(new BatchCounts(4, 0, 0, 0));
    }

    @Test
    void hasNotFinishedIfTheInputFailsAfterTheTimeBudget() throws Exception {
        CountDownLatch elapsed = new CountDownLatch(1);
        Iterator<BatchRequest> failing = new Iterator<>() {
            private boolean isRead;

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public BatchRequest next() {
                if (!isRead) {
                    isRead = true;
                    return request(0);
                }
                try {
                    elapsed.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                throw new IllegalStateException("of the test");
            }
        };
        BatchRun run = runner(0)
                .input(BatchInput.requests(failing))
                .timeBudget(Duration.ofMinutes(1))
                .build()
                .start();
        FakeExchange open = exchange();
        time.advance(Duration.ofMinutes(1));
        elapsed.countDown();
        answer(open);

        assertThat(run.report().get(60, TimeUnit.SECONDS).end()).isEqualTo(End.TIME_BUDGET);
    }

    @Test
    void waitsForCallsInFlightAtTheEndOfTheTimeBudget() throws Exception {
        BatchRun run = runner(50).timeBudget(Duration.ofMinutes(1)).build().start();
        List<FakeExchange> open = exchanges(4);
        time.advance(Duration.ofMinutes(1));
        open.forEach(BudgetTest::answer);
        // Some that followed before the run took notice.
        while (!run.report().isDone()) {
            FakeExchange late = exchanges.poll(1, TimeUnit.MILLISECONDS);
            if (late != null) {
                answer(late);
            }
        }

        BatchReport report = run.report().get();
        assertThat(report.end()).isEqualTo(End.TIME_BUDGET);
        assertThat(report.counts().succeeded()).isBetween(4L, 49L);
        assertThat(report.elapsed()).isEqualTo(Duration.ofMinutes(1));
        assertThat(ids(output())).hasSize((int) report.counts().succeeded());
    }

    @Test
    void abortsCallsThatDoNotEndWithinTheGrace() throws Exception {
        BatchRun run = runner(50)
                .timeBudget(Duration.ofMinutes(1))
                .grace(Duration.ofSeconds(10))
                .build()
                .start();
        List<FakeExchange> open = exchanges(4);
        time.advance(Duration.ofMinutes(1));
        while (!run.report().isDone()) {
            time.advance(Duration.ofSeconds(10));
        }
        assertThat(run.report().get().counts()).isEqualTo(new BatchCounts(0, 0, 0, 0));
        assertThat(open).allMatch(FakeExchange::isCancelled);
    }

    @Test
    void keepsTheAnswersThatArrivedBeforeACancel() throws Exception {
        BatchRun run = runner(50).build().start();
        List<FakeExchange> open = exchanges(4);
        answer(open.get(0));
        run.cancel();
        BatchReport report = run.report().get();
        run.cancel();

        assertThat(report.end()).isEqualTo(End.CANCELLED);
        assertThat(ids(output())).containsExactly("r0");
        assertThat(open.subList(1, 4)).allMatch(FakeExchange::isCancelled);
    }

    @Test
    void keepsTheAnswersThatWaitForEarlierOnesAtACancel() throws Exception {
        BatchRun run = runner(6).outputOrder(OutputOrder.INPUT).build().start();
        List<FakeExchange> open = exchanges(4);
        answer(open.get(3));
        answer(open.get(1));
        run.cancel();

        assertThat(run.report().get().counts()).isEqualTo(new BatchCounts(2, 0, 0, 0));
        assertThat(ids(output())).containsExactly("r1", "r3");

        try (ScriptedServer server = new ScriptedServer(ScriptedServer::echo)) {
            BatchReport next = runner(6)
                    .client(server.client)
                    .outputOrder(OutputOrder.INPUT)
                    .build()
                    .run();
            assertThat(next.counts()).isEqualTo(new BatchCounts(4, 0, 2, 0));
        }
        assertThat(ids(output())).containsExactly("r1", "r3", "r0", "r2", "r4", "r5");
    }

    @Test
    void keepsTheAnswersThatWaitForEarlierOnesAtTheEndOfABudget() throws Exception {
        BatchRun run = runner(4)
                .outputOrder(OutputOrder.INPUT)
                .timeBudget(Duration.ofMinutes(1))
                .build()
                .start();
        List<FakeExchange> open = exchanges(4);
        answer(open.get(2));
        answer(open.get(1));
        while (!run.report().isDone()) {
            time.advance(Duration.ofSeconds(30));
        }

        assertThat(run.report().get().end()).isEqualTo(End.TIME_BUDGET);
        assertThat(ids(output())).containsExactly("r1", "r2");
    }

    @Test
    void cancellingTheFutureCancelsTheRun() throws Exception {
        BatchRun run = runner(50).build().start();
        List<FakeExchange> open = exchanges(4);
        run.report().cancel(false);

        for (FakeExchange exchange : open) {
            assertThat(exchange.awaitAbort(Duration.ofSeconds(60))).isTrue();
        }
    }

    @Test
    void interruptingTheWaitingThreadCancelsTheRun() throws Exception {
        BatchRunner runner = runner(50).build();
        Thread waiting = new Thread(() -> assertThatThrownBy(runner::run).isInstanceOf(InterruptedException.class));
        waiting.start();
        List<FakeExchange> open = exchanges(4);
        waiting.interrupt();

        for (FakeExchange exchange : open) {
            assertThat(exchange.awaitAbort(Duration.ofSeconds(60))).isTrue();
        }
        waiting.join();
    }

    @Test
    void sendsNoMoreCallsThanPermitted() throws Exception {
        BatchRun run = runner(20).build().start();
        for (int i = 0; i < 20; i++) {
            FakeExchange next = exchange();
            assertThat(exchanges.size()).isLessThanOrEqualTo(3);
            answer(next);
        }
        assertThat(run.report().get().counts().succeeded()).isEqualTo(20);
    }

    @Test
    void startsAtOnceEvenIfTheInputHasNoSize() throws Exception {
        BatchRun run = runner(0)
                .input(BatchInput.requests(List.of(request(0)).iterator()))
                .build()
                .start();
        answer(exchange());

        assertThat(run.report().get().counts().succeeded()).isEqualTo(1);
    }
}
