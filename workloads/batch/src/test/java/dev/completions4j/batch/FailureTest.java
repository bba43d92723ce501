// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import static dev.completions4j.batch.BatchFiles.ids;
import static dev.completions4j.batch.BatchFiles.json;
import static dev.completions4j.batch.BatchFiles.text;
import static dev.completions4j.batch.BatchFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.completions4j.Completion;
import dev.completions4j.CompletionsClient;
import dev.completions4j.JsonValue;
import dev.completions4j.JsonValue.JsonObject;
import dev.completions4j.Prompt;
import dev.completions4j.RetrySettings;
import dev.completions4j.batch.BatchReport.End;
import dev.completions4j.batch.ScriptedServer.Reply;
import dev.completions4j.testkit.transport.FakeExchange;
import dev.completions4j.testkit.transport.FakeTransport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of requests that the server fails, for their own reasons or for its own. */
class FailureTest {

    private static final Reply OK = new Reply(200, "");

    @TempDir
    Path directory;

    private final SteppedTime time = new SteppedTime();

    private Path output() {
        return directory.resolve("out.jsonl");
    }

    /** A server whose failures the client does not retry, so that the runner sees each. */
    private static ScriptedServer server(Function<JsonObject, Reply> script) {
        return new ScriptedServer(
                script, CompletionsClient.builder().executor(Runnable::run).retries(RetrySettings.off()));
    }

    private BatchRunner.Builder runner(ScriptedServer server, int requests) {
        return runner(server.client).input(BatchInput.jsonl(write(directory.resolve("in.jsonl"), requests)));
    }

    private BatchRunner.Builder runner(CompletionsClient client) {
        return time.set(BatchRunner.builder().client(client).output(output()));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503, 500, 529})
    void sendsAgainWhatTheServerFailed(int status) throws Exception {
        Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
        try (ScriptedServer server =
                server(request -> calls.computeIfAbsent(ScriptedServer.prompt(request), each -> new AtomicInteger())
                                        .incrementAndGet()
                                < 3
                        ? ScriptedServer.error(status, "later")
                        : ScriptedServer.echo(request))) {
            BatchReport report = runner(server, 5).build().run();

            assertThat(report.counts()).isEqualTo(new BatchCounts(5, 0, 0, 0));
            assertThat(server.requests).hasSize(15);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 404, 408, 302})
    void givesUpOnARequestThatFailsWhileOthersSucceed(int status) throws Exception {
        try (ScriptedServer server =
                server(request -> ScriptedServer.prompt(request).equals("p3")
                        ? ScriptedServer.error(status, "bug")
                        : ScriptedServer.echo(request))) {
            BatchRun run = runner(server, 30).build().start();
            // If the others have succeeded before it has failed often enough, it is given up as the last one.
            BatchReport report = time.untilDone(run.report()).get();

            assertThat(report.counts()).isEqualTo(new BatchCounts(29, 1, 0, 0));
        }
        assertThat(json(BatchFiles.answer(output(), "r3"), "response.status_code"))
                .isEqualTo(Integer.toString(status));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 404})
    void givesUpOnTheLastRequestToo(int status) throws Exception {
        try (ScriptedServer server =
                server(request -> ScriptedServer.prompt(request).equals("p2")
                        ? ScriptedServer.error(status, "bug")
                        : ScriptedServer.echo(request))) {
            BatchRun run = runner(server, 3).fixedConcurrency(1).build().start();

            assertThat(time.untilDone(run.report()).get())
                    .extracting(BatchReport::end, BatchReport::counts)
                    .containsExactly(End.FINISHED, new BatchCounts(2, 1, 0, 0));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 404})
    void waitsForTheInputBeforeItGivesUpOnTheLastRequestOrTheServer(int status) throws Exception {
        CountDownLatch failures = new CountDownLatch(15);
        Iterator<BatchRequest> input =
                IntStream.range(0, 3).mapToObj(BatchRequests::request).iterator();
        Iterator<BatchRequest> endsLate = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return input.hasNext() || awaitEnd();
            }

            private boolean awaitEnd() {
                try {
                    failures.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return false;
            }

            @Override
            public BatchRequest next() {
                return input.next();
            }
        };
        try (ScriptedServer server = server(request -> {
            if (!ScriptedServer.prompt(request).equals("p2")) {
                return ScriptedServer.echo(request);
            }
            failures.countDown();
            return ScriptedServer.error(status, "bug");
        })) {
            BatchRun run = runner(server.client)
                    .input(BatchInput.requests(endsLate))
                    .fixedConcurrency(1)
                    .build()
                    .start();

            assertThat(time.untilDone(run.report()).get())
                    .extracting(BatchReport::end, BatchReport::counts)
                    .containsExactly(End.FINISHED, new BatchCounts(2, 1, 0, 0));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 404})
    void endsIfAFewAreLeftOfWhichEachFails(int status) {
        try (ScriptedServer server =
                server(request -> ScriptedServer.prompt(request).equals("p0")
                        ? ScriptedServer.echo(request)
                        : ScriptedServer.error(status, "bug"))) {
            // The end is known: before, more might follow that the server does not fail.
            BatchRun run = runner(server.client)
                    .input(BatchRequests.atOnce(4))
                    .fixedConcurrency(1)
                    .build()
                    .start();

            assertThatThrownBy(() -> time.untilDone(run.report()).get())
                    .cause()
                    .isInstanceOfSatisfying(
                            BatchException.class,
                            e -> assertThat(e.report())
                                    .extracting(BatchReport::end, BatchReport::counts)
                                    .containsExactly(End.SERVER_FAILED, new BatchCounts(1, 0, 0, 0)));
            assertThat(server.requests).hasSizeLessThan(60);
        }
    }

    /** The one that generates for a long time may show that the server works. */
    @ParameterizedTest
    @ValueSource(ints = {403, 404})
    void waitsForCallsInFlightBeforeItGivesUpOnTheServer(int status) throws Exception {
        AtomicInteger failures = new AtomicInteger();
        CompletableFuture<FakeExchange> slow = new CompletableFuture<>();
        FakeTransport transport = FakeTransport.answeredBy(exchange -> {
            if (ScriptedServer.prompt(body(exchange)).equals("p0")) {
                failures.incrementAndGet();
                ScriptedServer.answer(exchange, ScriptedServer.error(status, "bug"));
            } else {
                slow.complete(exchange);
            }
        });
        try (CompletionsClient client = CompletionsClient.builder()
                .baseUrl("http://fake.test/v1")
                .transport(transport)
                .executor(Runnable::run)
                .retries(RetrySettings.off())
                .build()) {
            BatchRun run = runner(client)
                    .input(BatchInput.jsonl(write(directory.resolve("in.jsonl"), 2)))
                    .fixedConcurrency(2)
                    .build()
                    .start();
            // Ten would be an outage if nothing else was in flight; the pause follows two more.
            while (failures.get() < 12 && !run.report().isDone()) {
                Thread.onSpinWait();
            }
            FakeExchange answered = slow.get(60, TimeUnit.SECONDS);
            ScriptedServer.answer(answered, ScriptedServer.echo(body(answered)));

            assertThat(time.untilDone(run.report()).get().counts()).isEqualTo(new BatchCounts(1, 1, 0, 0));
        }
    }

    private static JsonObject body(FakeExchange exchange) {
        return (JsonObject) JsonValue.parse(exchange.body());
    }

    /**
     * Returns a client to a server that fails some prompts: at first after it has answered some others, and at once
     * whenever they are sent again.
     *
     * @param others the number of prompts that are answered before
     */
    private static CompletionsClient failingSlowly(Set<String> failing, Reply failure, int others, Reply other) {
        AtomicInteger answered = new AtomicInteger();
        Queue<FakeExchange> held = new ConcurrentLinkedQueue<>();
        FakeTransport transport = FakeTransport.answeredBy(exchange -> {
            JsonObject body = body(exchange);
            List<String> prompts = ScriptedServer.prompts(body);
            boolean fails = prompts.stream().anyMatch(failing::contains);
            if (fails && answered.get() < others) {
                held.add(exchange);
            } else if (fails) {
                ScriptedServer.answer(exchange, failure);
            } else {
                ScriptedServer.answer(exchange, other.status() == 200 ? ScriptedServer.echo(body) : other);
                if (answered.addAndGet(prompts.size()) >= others) {
                    held.forEach(each -> ScriptedServer.answer(each, failure));
                    held.clear();
                }
            }
        });
        return CompletionsClient.builder()
                .baseUrl("http://fake.test/v1")
                .transport(transport)
                .executor(Runnable::run)
                .retries(RetrySettings.off())
                .build();
    }

    private BatchRun inOrder(CompletionsClient client, int requests) {
        return runner(client)
                .input(BatchInput.jsonl(write(directory.resolve("in.jsonl"), requests)))
                .outputOrder(OutputOrder.INPUT)
                .fixedConcurrency(8)
                .build()
                .start();
    }

    /** Others than the 63 after it must not be sent before it is answered. */
    @ParameterizedTest
    @CsvSource({"500, 40", "404, 40", "500, 64", "404, 64", "500, 65", "404, 65", "500, 1000", "404, 1000"})
    void givesUpOnARequestThatHoldsUpAllOthers(int status, int requests) throws Exception {
        int others = Math.min(requests, 64) - 1;
        try (CompletionsClient client = failingSlowly(Set.of("p0"), ScriptedServer.error(status, "bug"), others, OK)) {
            BatchRun run = inOrder(client, requests);

            assertThat(time.untilDone(run.report()).get().counts()).isEqualTo(new BatchCounts(requests - 1, 1, 0, 0));
        }
        assertThat(ids(output()))
                .isEqualTo(IntStream.range(0, requests).mapToObj(i -> "r" + i).toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 404})
    void givesUpOnEachRequestThatHoldsUpAllOthers(int status) throws Exception {
        Set<String> failing = Set.of("p0", "p1", "p20", "p50");
        try (CompletionsClient client = failingSlowly(failing, ScriptedServer.error(status, "bug"), 60, OK)) {
            BatchRun run = inOrder(client, 1000);

            assertThat(time.untilDone(run.report()).get().counts()).isEqualTo(new BatchCounts(996, 4, 0, 0));
        }
    }

    /** The last of what may be sent is too little for a call of three. */
    @Test
    void givesUpOnARequestThatHoldsUpAllOthersThatAreJoined() throws Exception {
        List<String> lines = new ArrayList<>(
                List.of(BatchFiles.line("r0", "/v1/completions", "{\"model\":\"other\",\"prompt\":\"p0\"}")));
        IntStream.range(1, 1000).forEach(i -> lines.add(BatchFiles.line("r" + i, "p" + i)));
        try (CompletionsClient client = failingSlowly(Set.of("p0"), ScriptedServer.error(500, "bug"), 189, OK)) {
            BatchRun run = runner(client)
                    .input(BatchInput.jsonl(write(directory.resolve("in.jsonl"), lines)))
                    .outputOrder(OutputOrder.INPUT)
                    .fixedConcurrency(8)
                    .promptsPerRequest(3)
                    .build()
                    .start();

            assertThat(time.untilDone(run.report()).get().counts()).isEqualTo(new BatchCounts(999, 1, 0, 0));
        }
    }

    @Test
    void endsIfARequestHoldsUpAllOthersAndNothingHasSucceeded() {
        try (CompletionsClient client =
                failingSlowly(Set.of("p0"), ScriptedServer.error(500, "bug"), 63, ScriptedServer.error(400, "no"))) {
            endsByTheServerWith(inOrder(client, 1000), new BatchCounts(0, 63, 0, 0));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000})
    void marksNoRequestAsFailedThatHoldsUpAllOthersWhenTheKeyIsRevoked(int others) {
        try (CompletionsClient client =
                failingSlowly(Set.of("p0"), ScriptedServer.error(401, "revoked"), Math.min(others, 63), OK)) {
            endsByTheServerWith(inOrder(client, 1 + others), new BatchCounts(Math.min(others, 63), 0, 0, 0));
        }
    }

    private AbstractThrowableAssert<?, ?> endsByTheServerWith(BatchRun run, BatchCounts counts) {
        return assertThatThrownBy(() -> time.untilDone(run.report()).get())
                .cause()
                .isInstanceOfSatisfying(
                        BatchException.class,
                        e -> assertThat(e.report())
                                .extracting(BatchReport::end, BatchReport::counts)
                                .containsExactly(End.SERVER_FAILED, counts));
    }

    @Test
    void pausesInAnOutageOnlyHoweverManyCallsArePermitted() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (ScriptedServer server = server(request ->
                calls.incrementAndGet() < 3 ? ScriptedServer.error(500, "later") : ScriptedServer.echo(request))) {
            BatchRun run = runner(server, 1)
                    .fixedConcurrency(Integer.MAX_VALUE)
                    .build()
                    .start();

            // The manual time does not advance.
            assertThat(run.report().get(60, TimeUnit.SECONDS).counts()).isEqualTo(new BatchCounts(1, 0, 0, 0));
        }
    }

    @Test
    void marksNoRequestAsFailedWhenTheKeyIsRevoked() {
        AtomicInteger answered = new AtomicInteger();
        try (ScriptedServer server = server(request -> answered.incrementAndGet() <= 20
                ? ScriptedServer.echo(request)
                : ScriptedServer.error(401, "revoked"))) {
            BatchException thrown = catchThrowableOfType(
                    BatchException.class, runner(server, 100).build()::run);

            assertThat(thrown.report())
                    .extracting(BatchReport::end, BatchReport::counts)
                    .containsExactly(End.SERVER_FAILED, new BatchCounts(20, 0, 0, 0));
        }
    }

    @Test
    void givesUpOnARequestWhoseAnswerCannotBeReadWhileOthersSucceed() throws Exception {
        try (ScriptedServer server =
                server(request -> ScriptedServer.prompt(request).equals("p3")
                        ? new Reply(200, "{\"choices\":7}")
                        : ScriptedServer.echo(request))) {
            BatchRun run = runner(server, 30).build().start();

            assertThat(time.untilDone(run.report()).get().counts()).isEqualTo(new BatchCounts(29, 1, 0, 0));
        }
        JsonObject answer = BatchFiles.answer(output(), "r3");
        assertThat(json(answer, "response")).isEqualTo("null");
        assertThat(text(answer, "error.code")).isEqualTo("malformed_response");
        assertThat(text(answer, "error.message")).contains("choices should be an array");
    }

    /** Such as a proxy's page to sign in. */
    @ParameterizedTest
    @CsvSource({"200, <html>Please sign in</html>", "302, ''", "408, {}"})
    void marksNoRequestAsFailedWhenSomethingElseAnswersThanTheServer(int status, String body) {
        AtomicInteger answered = new AtomicInteger();
        try (ScriptedServer server = server(
                request -> answered.incrementAndGet() <= 20 ? ScriptedServer.echo(request) : new Reply(status, body))) {
            endsByTheServerWith(runner(server, 100).build().start(), new BatchCounts(20, 0, 0, 0));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404})
    void endsBeforeAllRequestsFailForALastingReason(int status) {
        try (ScriptedServer server = server(request -> ScriptedServer.error(status, "wrong"))) {
            BatchRunner runner = runner(server, 1000).build();
            BatchException thrown = catchThrowableOfType(BatchException.class, runner::run);

            assertThat(thrown)
                    .hasMessageContaining("The server answered " + status)
                    .hasMessageContaining("run again with the same output");
            BatchReport report = Objects.requireNonNull(thrown.report());
            assertThat(report.end()).isEqualTo(End.SERVER_FAILED);
            assertThat(report.counts()).isEqualTo(new BatchCounts(0, 0, 0, 0));
            assertThat(server.requests).hasSizeLessThan(60);
        }
        assertThat(output()).isEmptyFile();
    }

    @Test
    void survivesAnOutageThatEndsInTime() throws Exception {
        long restart = Duration.ofMinutes(4).toNanos();
        try (ScriptedServer server = server(request ->
                time.nanoTime() < restart ? ScriptedServer.error(503, "loading") : ScriptedServer.echo(request))) {
            BatchRun run = runner(server, 100).build().start();

            assertThat(time.untilDone(run.report()).get().counts()).isEqualTo(new BatchCounts(100, 0, 0, 0));
            // Ten at once, a few more, and then one every thirty seconds at last.
            assertThat(server.requests).hasSizeLessThan(160);
        }
    }

    @Test
    void endsAfterALongOutageAndContinuesLater() throws Exception {
        AtomicInteger answered = new AtomicInteger();
        try (ScriptedServer server = server(request ->
                answered.incrementAndGet() <= 20 ? ScriptedServer.echo(request) : ScriptedServer.error(503, "gone"))) {
            BatchRun run = runner(server, 100).build().start();

            assertThatThrownBy(() -> time.untilDone(run.report()).get())
                    .cause()
                    .isInstanceOfSatisfying(
                            BatchException.class,
                            e -> assertThat(e.report())
                                    .extracting(BatchReport::end, BatchReport::counts)
                                    .containsExactly(End.SERVER_FAILED, new BatchCounts(20, 0, 0, 0)));
            assertThat(time.nanoTime())
                    .isGreaterThanOrEqualTo(Duration.ofMinutes(5).toNanos());
        }
        try (ScriptedServer server = server(ScriptedServer::echo)) {
            assertThat(runner(server, 100).build().run().counts()).isEqualTo(new BatchCounts(80, 0, 20, 0));
        }
        assertThat(ids(output())).doesNotHaveDuplicates().hasSize(100);
    }

    @Test
    void endsAtOnceIfTheClientIsClosed() {
        try (ScriptedServer server = server(ScriptedServer::echo)) {
            server.client.close();
            assertThatThrownBy(runner(server, 50).build()::run)
                    .isInstanceOf(BatchException.class)
                    .hasMessageContaining("closed");
        }
    }

    @SuppressWarnings({"unused", "NullAway"}) // used by @MethodSource, by name; a broken client may return null
    static Stream<Arguments> brokenCalls() {
        return Stream.of(
                brokenCall(IllegalStateException.class, () -> {
                    throw new IllegalStateException("the prompt");
                }),
                brokenCall(AssertionError.class, () -> {
                    throw new AssertionError("the prompt");
                }),
                brokenCall(NoClassDefFoundError.class, () -> {
                    throw new NoClassDefFoundError("the prompt");
                }),
                brokenCall(NullPointerException.class, () -> null),
                brokenCall(NullPointerException.class, () -> CompletableFuture.completedFuture(null)));
    }

    private static Arguments brokenCall(
            Class<? extends Throwable> failure, Supplier<@Nullable CompletableFuture<Completion>> call) {
        return Arguments.of(failure, call);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenCalls")
    void writesWhatForeignCodeThrowsWithoutItsMessage(
            Class<? extends Throwable> failure, Supplier<@Nullable CompletableFuture<Completion>> call)
            throws Exception {
        try (ScriptedServer server = server(ScriptedServer::echo)) {
            BatchRun run = runner(server, 30)
                    .client(new FailingClient(
                            server.client,
                            request -> new Prompt.Text("p3").equals(request.prompt())
                                    ? call.get()
                                    : server.client.complete(request)))
                    .build()
                    .start();

            assertThat(time.untilDone(run.report()).get().counts()).isEqualTo(new BatchCounts(29, 1, 0, 0));
        }
        JsonObject answer = BatchFiles.answer(output(), "r3");
        assertThat(json(answer, "error"))
                .isEqualTo(
                        "{\"code\":\"client_error\",\"message\":\"the call failed with " + failure.getName() + "\"}");
        assertThat(json(answer, "response")).isEqualTo("null");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenCalls")
    void marksNoRequestAsFailedWhenForeignCodeFailsEveryCall(
            Class<? extends Throwable> failure, Supplier<@Nullable CompletableFuture<Completion>> call) {
        AtomicInteger calls = new AtomicInteger();
        try (ScriptedServer server = server(ScriptedServer::echo)) {
            BatchRun run = runner(server, 200)
                    .client(new FailingClient(
                            server.client,
                            request -> calls.incrementAndGet() <= 20 ? server.client.complete(request) : call.get()))
                    .build()
                    .start();

            endsByTheServerWith(run, new BatchCounts(20, 0, 0, 0))
                    .hasMessageContaining("the call failed with " + failure.getName())
                    .hasMessageNotContaining("the prompt");
        }
    }

    @Test
    void marksNoRequestAsFailedWhenTheClientsExecutorIsShutDown() {
        AtomicInteger answered = new AtomicInteger();
        Function<JsonObject, Reply> counted = request -> {
            answered.incrementAndGet();
            return ScriptedServer.echo(request);
        };
        Executor executor = task -> reject(task, answered.get() > 20);
        try (ScriptedServer server =
                new ScriptedServer(counted, CompletionsClient.builder().executor(executor))) {
            endsByTheServerWith(runner(server, 200).build().start(), new BatchCounts(20, 0, 0, 0))
                    .hasMessageContaining("The executor for callbacks threw");
        }
    }

    @Test
    void sendsAgainMoreSlowlyWhatTheClientsExecutorRejects() throws Exception {
        AtomicInteger tasks = new AtomicInteger();
        Executor executor = task -> reject(task, tasks.incrementAndGet() % 20 == 0 && tasks.get() <= 40);
        Queue<BatchProgress> progress = new ConcurrentLinkedQueue<>();
        try (ScriptedServer server = new ScriptedServer(
                ScriptedServer::echo, CompletionsClient.builder().executor(executor))) {
            BatchReport report = runner(server, 100)
                    .listener(progress::add, Duration.ofSeconds(1))
                    .build()
                    .run();

            assertThat(report.counts()).isEqualTo(new BatchCounts(100, 0, 0, 0));
            assertThat(tasks).hasValueGreaterThan(40);
        }
        // It is 8 at first.
        assertThat(progress)
                .last()
                .satisfies(last -> assertThat(last.concurrency()).isLessThan(8));
    }

    private static void reject(Runnable task, boolean isFull) {
        if (isFull) {
            throw new RejectedExecutionException("full");
        }
        task.run();
    }
}
