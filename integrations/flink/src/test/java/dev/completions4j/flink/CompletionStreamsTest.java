// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.completions4j.CompletionRequest;
import dev.completions4j.testkit.server.LoopbackConnection;
import dev.completions4j.testkit.server.LoopbackServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.Metric;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code DataStream} jobs on a cluster in this JVM. */
@Timeout(value = 3, unit = TimeUnit.MINUTES) // for busy machines
class CompletionStreamsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final RequestTemplate TEMPLATE =
            RequestTemplate.of(CompletionRequest.builder().model("m").build());

    @SuppressWarnings("NullAway.Init") // by startCluster
    private static TestCluster cluster;

    @SuppressWarnings("NullAway.Init") // by createEnvironment
    private StreamExecutionEnvironment environment;

    @BeforeAll
    static void startCluster() throws Exception {
        Configuration configuration = new Configuration();
        MetricsProbe.configure(configuration);
        cluster = TestCluster.start(2, configuration);
    }

    @AfterAll
    static void stopCluster() throws Exception {
        cluster.stop();
    }

    @BeforeEach
    void createEnvironment() throws Exception {
        Configuration configuration = cluster.jobConfiguration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false); // All types have serializers of Flink.
        environment = new StreamExecutionEnvironment(configuration);
    }

    private static CompletionsAsyncFunction.Builder<String> function(LoopbackServer server) {
        return CompletionsAsyncFunction.<String>builder()
                .client(ClientDescription.builder()
                        .baseUrl(server.baseUrl())
                        .maxAttempts(2)
                        .build())
                .request(TEMPLATE::request);
    }

    private static List<String> results(CompletionStreams<String> streams) throws Exception {
        DataStream<String> answers = streams.answers()
                .map(each -> each.input() + ": " + each.answer().text() + ", "
                        + each.answer().totalTokens() + " tokens, "
                        + each.answer().attempts() + " attempts");
        DataStream<String> failures = streams.failures()
                .map(each -> each.input() + ": " + each.failure().kind() + ", "
                        + each.failure().status() + ", " + each.failure().attempts() + " attempts");
        return answers.union(failures).executeAndCollect(10);
    }

    /**
     * Runs a job that fails, without results: the sink that collects them fails if it is closed before it was opened, and
     * stops the cluster.
     */
    private void run(CompletionStreams<String> streams) throws Exception {
        streams.answers().sinkTo(new DiscardingSink<>());
        // execute() would return once the job is submitted.
        environment.executeAsync().getJobExecutionResult().get();
    }

    /**
     * Repeats a prompt without end: Flink loses the event of a source's end if the task fails at that moment, and reports the
     * loss instead of the failure.
     */
    private DataStream<String> endless(String prompt) {
        return environment.fromSequence(1, Long.MAX_VALUE).map(number -> prompt, Types.STRING);
    }

    /** Answers prompts; "bad" with 400, and "busy" with 503. */
    private static LoopbackServer server() {
        return JsonServer.answering(request -> {
            String body = request.bodyText();
            if (body.contains("bad")) {
                return JsonServer.error(400);
            }
            return body.contains("busy") ? JsonServer.error(503) : JsonServer.completion("ok");
        });
    }

    @Test
    void answersAndFailuresAreStreamsOfTheirOwn() throws Exception {
        try (LoopbackServer server = server()) {
            DataStream<String> prompts = environment.fromData("a", "bad", "busy");

            assertThat(results(CompletionStreams.unorderedWait(
                            "complete", prompts, function(server).build())))
                    .containsExactlyInAnyOrder(
                            "a: ok, 5 tokens, 1 attempts",
                            "bad: bad_request, 400, 1 attempts",
                            "busy: overloaded, 503, 2 attempts");
        }
    }

    @Test
    void theOrderCanBeKept() throws Exception {
        CountDownLatch second = new CountDownLatch(1);
        try (LoopbackServer server = JsonServer.answering(request -> {
            if (request.bodyText().contains("second")) {
                second.countDown();
            } else {
                await(second);
            }
            return JsonServer.completion("ok");
        })) {
            DataStream<String> prompts = environment.fromData("first", "second");
            SingleOutputStreamOperator<String> answers = CompletionStreams.orderedWait(
                            "ordered", prompts, function(server).build())
                    .answers()
                    .map(Answered::input, Types.STRING);

            assertThat(answers.executeAndCollect(10)).containsExactly("first", "second");
        }
    }

    @Test
    void aSelectedFailureFailsTheJob() throws Exception {
        try (LoopbackServer server = server()) {
            CompletionsAsyncFunction<String> function = function(server)
                    .failJobOn(failure -> failure.kind().equals("bad_request"))
                    .build();

            assertThatThrownBy(() -> run(CompletionStreams.unorderedWait("fail", endless("bad"), function)))
                    .hasStackTraceContaining("The server answered 400, BAD_REQUEST");
        }
    }

    @Test
    void aPredicateThatThrowsFailsTheJob() throws Exception {
        try (LoopbackServer server = server()) {
            CompletionsAsyncFunction<String> function = function(server)
                    .failJobOn(failure -> {
                        throw new UnsupportedOperationException("by the caller");
                    })
                    .build();

            assertThatThrownBy(() -> run(CompletionStreams.unorderedWait("throw", endless("bad"), function)))
                    .hasStackTraceContaining("by the caller");
        }
    }

    @Test
    void aMissingSecretFailsTheJobWithItsPlace() throws Exception {
        try (LoopbackServer server = server()) {
            CompletionsAsyncFunction<String> function = function(server)
                    .client(ClientDescription.builder()
                            .baseUrl(server.baseUrl())
                            .apiKey(Secret.fromEnvironment("COMPLETIONS4J_TEST_UNSET"))
                            .build())
                    .build();

            assertThatThrownBy(() -> run(CompletionStreams.unorderedWait("secret", endless("a"), function)))
                    .hasStackTraceContaining(
                            "environment variable COMPLETIONS4J_TEST_UNSET is empty or does not exist");
        }
    }

    private static final AtomicInteger CLIENTS = new AtomicInteger();

    @Test
    void eachTaskHasOneClient() throws Exception {
        CLIENTS.set(0);
        environment.setParallelism(2);
        try (LoopbackServer server = server()) {
            CompletionsAsyncFunction<String> function = function(server)
                    .client(ClientDescription.builder()
                            .baseUrl(server.baseUrl())
                            .customizer(client -> CLIENTS.incrementAndGet())
                            .build())
                    .build();

            assertThat(results(CompletionStreams.unorderedWait(
                            "clients", environment.fromData("a", "b", "c", "d").rebalance(), function)))
                    .hasSize(4);
            assertThat(CLIENTS).hasValue(2);
        }
    }

    @Test
    void flinksOwnMethodsAcceptTheFunctionToo() throws Exception {
        try (LoopbackServer server = server()) {
            SingleOutputStreamOperator<CompletionResult<String>> results = AsyncDataStream.unorderedWait(
                    environment.fromData("a"), function(server).build(), 1, TimeUnit.MINUTES, 10);

            assertThat(results.getType()).isInstanceOf(PojoTypeInfo.class);
            assertThat(results.executeAndCollect(10))
                    .singleElement()
                    .satisfies(result -> assertThat(result.answer()).isNotNull());
        }
    }

    @Test
    void theOperatorsTimeoutIsAFailureAndAbortsTheCall() throws Exception {
        try (LoopbackServer server = LoopbackServer.running(CompletionStreamsTest::neverAnswer)) {
            SingleOutputStreamOperator<CompletionResult<String>> results = AsyncDataStream.unorderedWait(
                    environment.fromData("a"), function(server).build(), 200, TimeUnit.MILLISECONDS, 10);

            assertThat(results.executeAndCollect(10))
                    .singleElement()
                    .satisfies(result -> assertThat(result.failure())
                            .extracting(failure -> failure == null ? "" : failure.kind())
                            .isEqualTo("timeout"));
            // The timeout may pass before the call has connected.
            assertThat(server.awaitNoConnections(PATIENCE)).isTrue();
        }
    }

    @Test
    void theTimeoutOfARecordIsAFailure() throws Exception {
        try (LoopbackServer server = LoopbackServer.running(CompletionStreamsTest::neverAnswer)) {
            CompletionsAsyncFunction<String> function =
                    function(server).timeout(Duration.ofMillis(200)).build();

            assertThat(results(CompletionStreams.unorderedWait("timeout", environment.fromData("a"), function)))
                    .containsExactly("a: timeout, null, 1 attempts");
        }
    }

    private static final CountDownLatch STARTED = new CountDownLatch(1);

    @Test
    void cancellingTheJobAbortsItsCalls() throws Exception {
        try (LoopbackServer server = LoopbackServer.running(connection -> {
            if (connection.readRequest() != null) {
                STARTED.countDown();
                var unused = connection.awaitClientClose();
            }
        })) {
            CompletionStreams.unorderedWait(
                            "cancel",
                            environment.fromData("a"),
                            function(server).build())
                    .answers()
                    .print();
            JobClient job = environment.executeAsync();
            await(STARTED);

            job.cancel().get();

            assertThat(server.awaitHangUp(PATIENCE)).isTrue();
        }
    }

    @Test
    void callsAreMeasured() throws Exception {
        try (LoopbackServer server = server()) {
            results(CompletionStreams.unorderedWait(
                    "measured",
                    environment.fromData("a", "b", "bad", "busy"),
                    function(server).build()));

            Map<String, Metric> metrics = MetricsProbe.of("measured");
            assertThat(count(metrics, "calls")).isEqualTo(4);
            assertThat(count(metrics, "retries")).isEqualTo(1);
            assertThat(count(metrics, "kind.bad_request.failures")).isEqualTo(1);
            assertThat(count(metrics, "kind.overloaded.failures")).isEqualTo(1);
            assertThat(count(metrics, "callsCancelled")).isZero();
            assertThat(count(metrics, "promptTokens")).isEqualTo(6);
            assertThat(count(metrics, "completionTokens")).isEqualTo(4);
            assertThat(metrics.get("latencyMs"))
                    .isInstanceOfSatisfying(
                            Histogram.class,
                            latency -> assertThat(latency.getCount()).isEqualTo(4));
            assertThat(metrics.get("callsInFlight"))
                    .isInstanceOfSatisfying(
                            Gauge.class, gauge -> assertThat(gauge.getValue()).isEqualTo(0));
        }
    }

    private static long count(Map<String, Metric> metrics, String name) {
        assertThat(metrics).containsKey(name);
        return metrics.get(name) instanceof Counter counter ? counter.getCount() : -1;
    }

    private static void neverAnswer(LoopbackConnection connection) throws IOException, InterruptedException {
        if (connection.readRequest() != null) {
            var unused = connection.awaitClientClose();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
