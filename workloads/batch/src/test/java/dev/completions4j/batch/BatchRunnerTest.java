// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import static dev.completions4j.batch.BatchFiles.answer;
import static dev.completions4j.batch.BatchFiles.answers;
import static dev.completions4j.batch.BatchFiles.at;
import static dev.completions4j.batch.BatchFiles.ids;
import static dev.completions4j.batch.BatchFiles.json;
import static dev.completions4j.batch.BatchFiles.line;
import static dev.completions4j.batch.BatchFiles.text;
import static dev.completions4j.batch.BatchFiles.write;
import static dev.completions4j.batch.BatchRequests.request;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.JsonValue;
import dev.completions4j.JsonValue.JsonObject;
import dev.completions4j.batch.BatchReport.End;
import dev.completions4j.batch.RejectedRequest.Reason;
import dev.completions4j.batch.ScriptedServer.Reply;
import dev.completions4j.testkit.ManualTime;
import dev.completions4j.testkit.transport.FakeExchange;
import dev.completions4j.testkit.transport.FakeTransport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchRunnerTest {

    @TempDir
    Path directory;

    private Path output() {
        return directory.resolve("out.jsonl");
    }

    private BatchReport run(BatchInput input, Function<JsonObject, Reply> script) throws InterruptedException {
        try (ScriptedServer server = new ScriptedServer(script)) {
            return runner(server).input(input).build().run();
        }
    }

    private BatchRunner.Builder runner(ScriptedServer server) {
        return BatchRunner.builder().client(server.client).output(output());
    }

    private BatchInput lines(String... lines) {
        return BatchInput.jsonl(write(directory.resolve("in.jsonl"), List.of(lines)));
    }

    @Test
    void writesAnAnswerInTheFormatOfTheBatchApi() throws Exception {
        BatchReport report = run(lines(line("a", "Hello")), ScriptedServer::echo);

        JsonObject answer = answer(output(), "a");
        assertThat(answer.members().keySet()).containsExactly("id", "custom_id", "response", "error");
        assertThat(text(answer, "id")).startsWith("batch_req_");
        assertThat(json(answer, "error")).isEqualTo("null");
        assertThat(json(answer, "response"))
                .isEqualTo("{\"status_code\":200,\"request_id\":\"req-1\",\"body\":{\"id\":\"cmpl-1\","
                        + "\"object\":\"text_completion\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,"
                        + "\"text\":\"[Hello]\",\"logprobs\":null,\"finish_reason\":\"stop\"}],"
                        + "\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":10,\"total_tokens\":20}}}");
        assertThat(report.end()).isEqualTo(End.FINISHED);
        assertThat(report.counts()).isEqualTo(new BatchCounts(1, 0, 0, 0));
        assertThat(report.tokens()).isEqualTo(new BatchTokens(10, 10));
    }

    @Test
    void sendsEveryPropertyOfTheBodyAndKeepsEveryPropertyOfTheAnswer() throws Exception {
        String body = "{\"model\":\"m\",\"prompt\":\"p\",\"best_of\":2,\"echo\":true,\"frequency_penalty\":0.5,"
                + "\"logit_bias\":{\"50256\":-100},\"logprobs\":1,\"max_tokens\":7,\"n\":1,\"presence_penalty\":-1.5,"
                + "\"seed\":42,\"stop\":[\"x\"],\"suffix\":\"s\",\"temperature\":0.7,\"top_p\":0.9,\"user\":\"u\","
                + "\"top_k\":20,\"guided\":{\"deep\":[1,2.50,null,true]},\"stream\":false}";
        String answer = "{\"id\":\"i\",\"choices\":[{\"index\":0,\"text\":\"t\",\"finish_reason\":\"length\","
                + "\"stop_reason\":13,\"logprobs\":{\"tokens\":[\"t\"],\"token_logprobs\":[-0.5],\"text_offset\":[0],"
                + "\"top_logprobs\":[{\"t\":-0.5}]}}],\"kv\":{\"a\":[1]},"
                + "\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,\"total_tokens\":2,"
                + "\"prompt_tokens_details\":{\"cached_tokens\":1,\"x\":3}}}";
        List<JsonObject> sent = new ArrayList<>();
        run(lines(line("a", "/v1/completions", body)), request -> {
            sent.add(request);
            return new Reply(200, answer);
        });

        JsonObject expected = (JsonObject) JsonValue.parse(body.replace(",\"stream\":false", ""));
        assertThat(sent.get(0).members()).containsExactlyInAnyOrderEntriesOf(expected.members());
        JsonObject received = (JsonObject) at(answer(output(), "a"), "response.body");
        assertThat(received.members()).isEqualTo(((JsonObject) JsonValue.parse(answer)).members());
    }

    @Test
    void leavesValuesOfUnexpectedTypesToTheServer() throws Exception {
        List<JsonObject> sent = new ArrayList<>();
        String body = "{\"model\":\"m\",\"prompt\":[\"p\",[1]],\"logprobs\":true,\"max_tokens\":1.5,\"n\":null,"
                + "\"seed\":99999999999999999999,\"stop\":[1]}";
        run(lines(line("a", "/v1/completions", body)), request -> {
            sent.add(request);
            return ScriptedServer.error(422, "no");
        });

        assertThat(sent.get(0).members())
                .containsExactlyInAnyOrderEntriesOf(((JsonObject) JsonValue.parse(body)).members());
    }

    @Test
    void sendsPromptsOfEveryForm() throws Exception {
        List<String> sent = new ArrayList<>();
        String[] prompts = {"\"text\"", "[\"one\",\"two\"]", "[1,2,3]", "[[1,2],[3]]"};
        List<String> lines = new ArrayList<>();
        for (String prompt : prompts) {
            lines.add(line("r" + lines.size(), "/completions", "{\"model\":\"m\",\"prompt\":" + prompt + "}"));
        }
        run(lines(lines.toArray(String[]::new)), request -> {
            sent.add(json(request, "prompt"));
            return ScriptedServer.error(400, "no");
        });

        assertThat(sent).containsExactlyInAnyOrder(prompts);
    }

    @Test
    void writesTheServersErrorAsAResponse() throws Exception {
        BatchReport report = run(lines(line("a", "p")), request -> ScriptedServer.error(400, "bad"));

        JsonObject answer = answer(output(), "a");
        assertThat(json(answer, "response"))
                .isEqualTo("{\"status_code\":400,\"request_id\":\"req-1\",\"body\":{\"error\":{\"message\":\"bad\","
                        + "\"type\":\"t\",\"param\":null,\"code\":\"c\"}}}");
        assertThat(json(answer, "error")).isEqualTo("null");
        assertThat(report.counts()).isEqualTo(new BatchCounts(0, 1, 0, 0));
    }

    @Test
    void writesAnErrorThatIsNotJsonInTheFormOfOpenAi() throws Exception {
        run(lines(line("a", "p")), request -> new Reply(400, "<html>"));

        assertThat(json(answer(output(), "a"), "response.body"))
                .isEqualTo("{\"error\":{\"message\":\"<html>\",\"type\":null,\"param\":null,\"code\":null}}");
    }

    @Test
    void refusesWhatIsNoCompletion() throws Exception {
        String body = "{\"model\":\"m\",\"prompt\":\"p\"}";
        BatchReport report = run(
                lines(
                        line("chat", "/v1/chat/completions", body),
                        line("embeddings", "/v1/embeddings", body),
                        line("stream", "/v1/completions", "{\"model\":\"m\",\"prompt\":\"p\",\"stream\":true}"),
                        line("model", "/v1/completions", "{\"prompt\":\"p\"}"),
                        line("body", "/v1/completions", "[]"),
                        "{\"custom_id\":\"method\",\"method\":\"GET\",\"url\":\"/v1/completions\",\"body\":" + body
                                + "}",
                        "{\"custom_id\":\"url\",\"method\":\"POST\",\"body\":" + body + "}"),
                ScriptedServer::echo);

        assertThat(answers(output()))
                .extracting(each -> text(each, "custom_id") + " " + text(each, "error.code"))
                .containsExactlyInAnyOrder(
                        "chat unsupported_url",
                        "embeddings unsupported_url",
                        "stream unsupported_stream",
                        "model invalid_request",
                        "body invalid_request",
                        "method unsupported_method",
                        "url unsupported_url");
        assertThat(report.counts()).isEqualTo(new BatchCounts(0, 7, 0, 0));
    }

    @Test
    void usesTheModelOfTheRunForRequestsWithoutOne() throws Exception {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer::echo)) {
            runner(server)
                    .input(lines(
                            line("a", "/v1/completions", "{\"prompt\":\"p\"}"),
                            line("b", "/v1/completions", "{\"prompt\":\"p\",\"model\":\"own\"}")))
                    .model("default")
                    .build()
                    .run();

            assertThat(server.requests).extracting(each -> text(each, "model")).containsExactly("default", "own");
        }
    }

    @Test
    void rejectsBrokenLinesAndDuplicatesAndAnswersTheRest() throws Exception {
        String prompt = "the secret prompt";
        List<RejectedRequest> heard = new ArrayList<>();
        BatchReport report;
        try (ScriptedServer server = new ScriptedServer(ScriptedServer::echo)) {
            report = runner(server)
                    .input(lines(
                            line("a", prompt),
                            "{\"custom_id\":\"torn\",\"body\":{\"prompt\":\"" + prompt,
                            "",
                            "[\"" + prompt + "\"]",
                            "{\"custom_id\":7}",
                            line("a", prompt),
                            line("b", prompt)))
                    .listener(
                            new BatchListener() {
                                @Override
                                public void onProgress(BatchProgress progress) {}

                                @Override
                                public void onRejected(RejectedRequest rejected) {
                                    heard.add(rejected);
                                }
                            },
                            Duration.ofHours(1))
                    .build()
                    .run();
        }

        assertThat(ids(output())).containsExactlyInAnyOrder("a", "b");
        assertThat(report.counts()).isEqualTo(new BatchCounts(2, 0, 0, 4));
        assertThat(report.rejected())
                .extracting(each -> each.number() + " " + each.reason())
                .containsExactly("2 MALFORMED", "4 MALFORMED", "5 MALFORMED", "6 DUPLICATE_ID");
        assertThat(report.rejected().toString()).doesNotContain("secret");
        assertThat(heard).isEqualTo(report.rejected());
    }

    @Test
    void rejectsLinesThatAreNotUtf8() throws Exception {
        Path file = directory.resolve("latin.jsonl");
        byte[] bytes = (line("a", "\u00e9") + "\n" + line("b", "\ufffd") + "\n").getBytes(UTF_8);
        byte[] latin = new String(bytes, UTF_8).replace("\ufffd", "?").getBytes(ISO_8859_1);
        Files.write(file, latin);
        BatchReport report = run(BatchInput.jsonl(file), ScriptedServer::echo);

        assertThat(report.rejected()).singleElement().satisfies(each -> {
            assertThat(each.number()).isEqualTo(1);
            assertThat(each.reason()).isEqualTo(Reason.MALFORMED);
            assertThat(each.message()).contains("UTF-8");
        });
        assertThat(ids(output())).containsExactly("b");
    }

    @Test
    void reportsAnEmptyInput() throws Exception {
        Path file = Files.createFile(directory.resolve("empty"));
        BatchReport report = run(BatchInput.jsonl(file), ScriptedServer::echo);

        assertThat(report.end()).isEqualTo(End.FINISHED);
        assertThat(report.summary()).startsWith("The input has no requests: 0 succeeded");
        assertThat(output()).isEmptyFile();
    }

    @Test
    void readsPlainLines() throws Exception {
        Path file = Files.writeString(directory.resolve("prompts.txt"), "\ufeffone\r\n\r\ntwo \u00e9\nlast");
        CompletionRequest template =
                CompletionRequest.builder().model("m").maxTokens(3).build();
        BatchReport report = run(BatchInput.lines(file, template), ScriptedServer::echo);

        assertThat(report.counts().succeeded()).isEqualTo(3);
        assertThat(answers(output()))
                .extracting(each -> text(each, "custom_id") + text(each, "response.body.choices.0.text"))
                .containsExactlyInAnyOrder("line-1[one]", "line-3[two \u00e9]", "line-4[last]");
    }

    @Test
    void readsLinesOfAStreamWithATemplate() throws Exception {
        BatchInput input = BatchInput.lines(
                new ByteArrayInputStream("cat\ndog".getBytes(UTF_8)),
                line -> CompletionRequest.builder()
                        .model("m")
                        .prompt("Say " + line)
                        .build());
        run(input, ScriptedServer::echo);

        assertThat(answers(output()))
                .extracting(each -> text(each, "response.body.choices.0.text"))
                .containsExactlyInAnyOrder("[Say cat]", "[Say dog]");
    }

    @Test
    void readsIteratorsCollectionsAndPublishers() throws Exception {
        List<BatchRequest> requests =
                IntStream.range(0, 1000).mapToObj(BatchRequests::request).toList();
        List<String> ids = requests.stream().map(BatchRequest::customId).toList();

        run(BatchInput.requests(requests), ScriptedServer::echo);
        assertThat(ids(output())).containsExactlyInAnyOrderElementsOf(ids);

        Files.delete(output());
        run(BatchInput.requests(requests.iterator()), ScriptedServer::echo);
        assertThat(ids(output())).containsExactlyInAnyOrderElementsOf(ids);

        Files.delete(output());
        try (ScriptedServer server = new ScriptedServer(ScriptedServer::echo)) {
            SubmissionPublisher<BatchRequest> publisher = new SubmissionPublisher<>(Runnable::run, 4);
            BatchRun run =
                    runner(server).input(BatchInput.requests(publisher)).build().start();
            while (publisher.getNumberOfSubscribers() == 0) {
                Thread.onSpinWait();
            }
            requests.forEach(publisher::submit);
            publisher.close();
            assertThat(run.report().join().counts().succeeded()).isEqualTo(1000);
        }
        assertThat(ids(output())).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void keepsWhatWasAnsweredBeforeTheInputFailed() throws Exception {
        Iterator<BatchRequest> failing = new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public BatchRequest next() {
                if (next == 5) {
                    throw new UncheckedIOException(new IOException("disk"));
                }
                return request(next++);
            }
        };
        assertThatThrownBy(() -> run(BatchInput.requests(failing), ScriptedServer::echo))
                .isInstanceOfSatisfying(BatchException.class, e -> {
                    assertThat(e).hasMessageContaining("The input cannot be read any further");
                    assertThat(e.report()).extracting(BatchReport::end).isEqualTo(End.INPUT_FAILED);
                });
        // Those sent before the failure; the others follow in the next run.
        assertThat(ids(output())).doesNotHaveDuplicates().isSubsetOf("r0", "r1", "r2", "r3", "r4");
    }

    static List<Flow.Publisher<BatchRequest>> publishersThatThrow() {
        return List.of(
                subscriber -> {
                    throw new IllegalStateException("subscribe");
                },
                subscriber -> subscriber.onSubscribe(new ThrowingSubscription()),
                subscriber -> new Thread(() -> subscriber.onSubscribe(new ThrowingSubscription())).start());
    }

    private static final class ThrowingSubscription implements Flow.Subscription {

        @Override
        public void request(long count) {
            throw new IllegalStateException("request");
        }

        @Override
        public void cancel() {}
    }

    @ParameterizedTest
    @MethodSource("publishersThatThrow")
    void reportsAPublisherThatThrows(Flow.Publisher<BatchRequest> publisher) {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer::echo)) {
            BatchRun run =
                    runner(server).input(BatchInput.requests(publisher)).build().start();

            assertThatThrownBy(() -> run.report().get(60, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(
                            BatchException.class,
                            e -> assertThat(e.report())
                                    .extracting(BatchReport::end)
                                    .isEqualTo(End.INPUT_FAILED));
        }
    }

    @Test
    void reportsAMissingInput() {
        assertThatThrownBy(() -> run(BatchInput.jsonl(directory.resolve("missing")), ScriptedServer::echo))
                .isInstanceOfSatisfying(
                        BatchException.class,
                        e -> assertThat(e.report()).extracting(BatchReport::end).isEqualTo(End.INPUT_FAILED));
    }

    @Test
    void refusesTheInputAsOutput() {
        Path input = write(output(), 1);
        assertThatThrownBy(() -> run(BatchInput.jsonl(input), ScriptedServer::echo))
                .hasMessageContaining("is the input; choose another output");
        assertThat(input).content().isEqualTo(line("r0", "p0") + "\n");
    }

    @Test
    void writesInTheOrderOfTheInput() throws Exception {
        Path input = write(directory.resolve("in.jsonl"), 2000);
        try (ScriptedServer server = new ScriptedServer(ScriptedServer::echo)) {
            runner(server)
                    .input(BatchInput.jsonl(input))
                    .outputOrder(OutputOrder.INPUT)
                    .build()
                    .run();
        }
        List<String> expected = IntStream.range(0, 2000).mapToObj(i -> "r" + i).toList();
        assertThat(ids(output())).isEqualTo(expected);
    }

    /** Answers without a call wait for earlier ones in memory, too. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void readsNoMoreThanMayWaitForTheEarliestAnswer(int promptsPerRequest) throws Exception {
        ManualTime time = new ManualTime();
        CountDownLatch ticks = new CountDownLatch(1000);
        CompletableFuture<FakeExchange> first = new CompletableFuture<>();
        LinesOneByOne lines = new LinesOneByOne(
                3000, i -> i == 0 ? line("r0", "p0") : line("r" + i, "/v1/embeddings", "{\"model\":\"m\"}"));
        try (CompletionsClient client = CompletionsClient.builder()
                .baseUrl("http://fake.test/v1")
                .transport(FakeTransport.answeredBy(first::complete))
                .executor(Runnable::run)
                .build()) {
            BatchRun run = BatchRunner.builder()
                    .client(client)
                    .input(BatchInput.jsonl(lines))
                    .output(output())
                    .outputOrder(OutputOrder.INPUT)
                    .fixedConcurrency(8)
                    .promptsPerRequest(promptsPerRequest)
                    .scheduler(time)
                    .listener(progress -> ticks.countDown(), Duration.ofSeconds(1))
                    .build()
                    .start();
            FakeExchange exchange = first.get(60, TimeUnit.SECONDS);
            // The run reads further after each event, such as a tick of the clock.
            while (ticks.getCount() > 0) {
                time.advance(Duration.ofSeconds(1));
                Thread.onSpinWait();
            }
            int read = lines.read.get();
            ScriptedServer.answer(exchange, ScriptedServer.echo((JsonObject) JsonValue.parse(exchange.body())));

            assertThat(run.report().get(60, TimeUnit.SECONDS).counts()).isEqualTo(new BatchCounts(1, 2999, 0, 0));
            assertThat(read).isLessThanOrEqualTo(8 * 8 * promptsPerRequest);
        }
        assertThat(ids(output()))
                .isEqualTo(IntStream.range(0, 3000).mapToObj(i -> "r" + i).toList());
    }

    /** Lines, of which each read returns one. */
    private static final class LinesOneByOne extends InputStream {

        final AtomicInteger read = new AtomicInteger();

        private final int count;
        private final IntFunction<String> lines;

        LinesOneByOne(int count, IntFunction<String> lines) {
            this.count = count;
            this.lines = lines;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            if (read.get() == count) {
                return -1;
            }
            byte[] line = (lines.apply(read.getAndIncrement()) + "\n").getBytes(UTF_8);
            System.arraycopy(line, 0, bytes, offset, line.length);
            return line.length;
        }
    }

    @ParameterizedTest
    @CsvSource({"2147483647, 1", "268435456, 1", "40000, 8000", "2147483647, 2147483647"})
    void readsTheInputHoweverManyCallsArePermitted(int calls, int prompts) throws Exception {
        Path input = write(directory.resolve("in.jsonl"), 3);
        try (ScriptedServer server = new ScriptedServer(ScriptedServer::echo)) {
            List<BatchRunner.Builder> runners = List.of(
                    runner(server).fixedConcurrency(calls),
                    runner(server).maxConcurrency(calls).outputOrder(OutputOrder.INPUT));
            for (BatchRunner.Builder runner : runners) {
                Files.deleteIfExists(output());
                BatchRun run = runner.input(BatchInput.jsonl(input))
                        .promptsPerRequest(prompts)
                        .build()
                        .start();

                assertThat(run.report().get(60, TimeUnit.SECONDS).counts()).isEqualTo(new BatchCounts(3, 0, 0, 0));
            }
        }
    }

    @Test
    void takesTheLongestDurationForNoLimit() throws Exception {
        Duration forever = ChronoUnit.FOREVER.getDuration();
        try (ScriptedServer server = new ScriptedServer(ScriptedServer::echo)) {
            BatchRun run = runner(server)
                    .input(lines(line("a", "p")))
                    .patience(forever)
                    .timeBudget(forever)
                    .grace(forever)
                    .listener(progress -> {}, forever)
                    .build()
                    .start();

            assertThat(run.report().get(60, TimeUnit.SECONDS).counts()).isEqualTo(new BatchCounts(1, 0, 0, 0));
        }
    }

    @Test
    void closesTheInputIfTheOutputCannotBeOpened() {
        CountDownLatch closed = new CountDownLatch(1);
        InputStream input = new ByteArrayInputStream(new byte[0]) {
            @Override
            public void close() {
                closed.countDown();
            }
        };
        try (ScriptedServer server = new ScriptedServer(ScriptedServer::echo)) {
            BatchRunner runner = runner(server)
                    .input(BatchInput.jsonl(input))
                    .output(directory.resolve("missing").resolve("out"))
                    .build();

            assertThatThrownBy(runner::run).isInstanceOf(BatchException.class);
        }
        assertThat(closed.getCount()).isZero();
    }

    @Test
    void endsEvenIfThePublisherCannotBeCancelled() throws Exception {
        CountDownLatch subscribed = new CountDownLatch(1);
        Flow.Publisher<BatchRequest> publisher = subscriber -> {
            subscriber.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long count) {
                    subscribed.countDown();
                }

                @Override
                public void cancel() {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("cannot be canceled");
                }
            });
        };
        try (ScriptedServer server = new ScriptedServer(ScriptedServer::echo)) {
            BatchRun run =
                    runner(server).input(BatchInput.requests(publisher)).build().start();
            assertThat(subscribed.await(60, TimeUnit.SECONDS)).isTrue();
            run.cancel();

            assertThat(run.report().get(60, TimeUnit.SECONDS).end()).isEqualTo(End.CANCELLED);
            assertThat(runner(server)
                            .input(BatchInput.requests(List.of(request(1))))
                            .build()
                            .run()
                            .counts())
                    .isEqualTo(new BatchCounts(1, 0, 0, 0));
        }
    }

    @Test
    void requiresClientInputAndOutput() {
        assertThatThrownBy(() -> BatchRunner.builder().build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("client is not set; call client(…)");
    }
}
