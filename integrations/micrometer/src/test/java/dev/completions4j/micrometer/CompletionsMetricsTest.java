// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.micrometer;

import static dev.completions4j.micrometer.ClientFixture.ANSWER;
import static dev.completions4j.micrometer.ClientFixture.REQUEST;
import static dev.completions4j.micrometer.ClientFixture.SECOND;
import static dev.completions4j.micrometer.ClientFixture.complete;
import static dev.completions4j.micrometer.ClientFixture.subscribe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.Completion;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.ServerProfile;
import dev.completions4j.Timeout;
import dev.completions4j.testkit.RecordingSubscriber;
import dev.completions4j.testkit.transport.FakeReply;
import dev.completions4j.transport.TransportException;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The meters that calls create and update. */
class CompletionsMetricsTest {

    private static final String DURATION = "gen_ai.client.operation.duration";
    private static final String TIME_TO_FIRST_CHUNK = "gen_ai.client.operation.time_to_first_chunk";
    private static final String TIME_PER_OUTPUT_CHUNK = "gen_ai.client.operation.time_per_output_chunk";
    private static final String TOKEN_USAGE = "gen_ai.client.token.usage";

    private final ClientFixture fixture = new ClientFixture();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, fixture.clock());
    private final CompletionsClient client =
            fixture.builder(CompletionsMetrics.withoutBuckets(registry)).build();

    @AfterEach
    void close() {
        client.close();
        fixture.close();
    }

    private Timer timer(String name) {
        return registry.get(name).timer();
    }

    private static List<Tag> tags(String... keysAndValues) {
        return Stream.iterate(0, i -> i < keysAndValues.length, i -> i + 2)
                .map(i -> Tag.of(keysAndValues[i], keysAndValues[i + 1]))
                .toList();
    }

    private double tokens(String type) {
        return registry.get(TOKEN_USAGE)
                .tag("gen_ai.token.type", type)
                .summary()
                .totalAmount();
    }

    @Test
    void measuresACompletion() {
        fixture.expect(ANSWER.after(SECOND.multipliedBy(2)));

        CompletableFuture<Completion> completion = client.complete(REQUEST);
        fixture.advance(SECOND.multipliedBy(2));

        assertThat(completion).isCompleted();
        assertThat(timer(DURATION).count()).isEqualTo(1);
        assertThat(timer(DURATION).totalTime(TimeUnit.SECONDS)).isEqualTo(2);
        assertThat(timer(DURATION).getId().getTags())
                .containsExactlyInAnyOrderElementsOf(tags(
                        "gen_ai.operation.name", "text_completion",
                        "gen_ai.provider.name", "compatible",
                        "gen_ai.request.model", "asked-model",
                        "gen_ai.response.model", "answering-model",
                        "server.address", "model.example",
                        "server.port", "8000",
                        "error.type", "none"));
        assertThat(tokens("input")).isEqualTo(5);
        assertThat(tokens("output")).isEqualTo(7);
        assertThat(registry.find(TIME_TO_FIRST_CHUNK).meters()).isEmpty();
        assertThat(registry.find(TIME_PER_OUTPUT_CHUNK).meters()).isEmpty();
    }

    @Test
    void measuresTimeToFirstChunkAndTimeBetweenChunks() {
        fixture.expect(FakeReply.stream("a", "b", "c").every(SECOND));

        RecordingSubscriber subscriber = subscribe(client, REQUEST);
        fixture.advance(SECOND.multipliedBy(4));

        assertThat(subscriber.texts()).containsExactly("a", "b", "c");
        assertThat(timer(TIME_TO_FIRST_CHUNK).count()).isEqualTo(1);
        assertThat(timer(TIME_TO_FIRST_CHUNK).totalTime(TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(timer(TIME_PER_OUTPUT_CHUNK).count()).isEqualTo(2);
        assertThat(timer(TIME_PER_OUTPUT_CHUNK).totalTime(TimeUnit.SECONDS)).isEqualTo(2);
        assertThat(timer(DURATION).totalTime(TimeUnit.SECONDS)).isEqualTo(4);
        assertThat(timer(TIME_PER_OUTPUT_CHUNK).getId().getTags())
                .containsExactlyInAnyOrderElementsOf(tags(
                        "gen_ai.operation.name", "text_completion",
                        "gen_ai.provider.name", "compatible",
                        "gen_ai.request.model", "asked-model",
                        "server.address", "model.example",
                        "server.port", "8000"));
        assertThat(registry.find(TOKEN_USAGE).meters())
                .as("the server reported no usage")
                .isEmpty();
    }

    @Test
    void measuresARetriedCallOnce() {
        fixture.expect(FakeReply.error(503, "overloaded"), ANSWER);

        CompletableFuture<Completion> completion = client.complete(REQUEST);
        fixture.advance(SECOND);

        assertThat(completion).isCompleted();
        assertThat(timer(DURATION).count()).isEqualTo(1);
        assertThat(timer(DURATION).totalTime(TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(timer(DURATION).getId().getTag("error.type")).isEqualTo("none");
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(FakeReply.error(400, "no"), "bad_request"),
                Arguments.of(FakeReply.error(429, "no"), "rate_limit"),
                Arguments.of(FakeReply.error(500, "no"), "server_error"),
                Arguments.of(FakeReply.failure(TransportException.Kind.DNS), "dns"),
                Arguments.of(FakeReply.json("{"), "malformed_response"),
                Arguments.of(FakeReply.silence(), "timeout"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void tagsFailuresWithTheirErrorType(FakeReply reply, String errorType) {
        try (CompletionsClient impatient = fixture.builder(CompletionsMetrics.withoutBuckets(registry))
                .timeout(Timeout.TOTAL, SECOND)
                .build()) {
            fixture.expect(reply);

            CompletableFuture<Completion> completion = impatient.complete(REQUEST);
            fixture.advance(SECOND);

            assertThat(completion).isCompletedExceptionally();
            assertThat(timer(DURATION).getId().getTag("error.type")).isEqualTo(errorType);
            assertThat(timer(DURATION).getId().getTag("gen_ai.response.model")).isEqualTo("none");
        }
    }

    @Test
    void measuresACallThatIsNeverSent() {
        assertThat(client.complete(
                        CompletionRequest.builder().model("asked-model").n(0).build()))
                .isCompletedExceptionally();

        assertThat(timer(DURATION).getId().getTag("error.type")).isEqualTo("invalid_request");
        assertThat(timer(DURATION).getId().getTag("server.address")).isEqualTo("none");
        assertThat(timer(DURATION).getId().getTag("server.port")).isEqualTo("none");
    }

    @Test
    void tagsCancelledCalls() {
        fixture.expect(FakeReply.stream("a", "b").hangAfter(1));

        RecordingSubscriber subscriber = subscribe(client, REQUEST);
        subscriber.cancel();

        assertThat(subscriber.texts()).containsExactly("a");
        assertThat(timer(DURATION).getId().getTag("error.type")).isEqualTo("cancelled");
        assertThat(timer(DURATION).getId().getTag("gen_ai.response.model")).isNotEqualTo("none");
    }

    @Test
    void reusesTheMetersOfEqualCalls() {
        fixture.expect(ANSWER, FakeReply.stream("a", "b"), ANSWER, FakeReply.stream("a", "b"));
        complete(client, REQUEST);
        subscribe(client, REQUEST);
        int meters = registry.getMeters().size();

        complete(
                client,
                REQUEST.toBuilder().prompt("Another secret").user("someone").build());
        subscribe(client, REQUEST.toBuilder().prompt("Another secret").seed(4).build());

        assertThat(registry.getMeters()).hasSize(meters);
    }

    @Test
    void allMetersOfANameHaveTheSameTagKeys() {
        fixture.expect(ANSWER, FakeReply.error(400, "no"), FakeReply.stream("a"));
        complete(client, REQUEST);
        assertThat(client.complete(REQUEST)).isCompletedExceptionally();
        subscribe(client, REQUEST);

        assertThat(registry.find(DURATION).meters())
                .hasSize(3)
                .allSatisfy(meter -> assertThat(meter.getId().getTags())
                        .extracting(Tag::getKey)
                        .containsExactly(
                                "error.type",
                                "gen_ai.operation.name",
                                "gen_ai.provider.name",
                                "gen_ai.request.model",
                                "gen_ai.response.model",
                                "server.address",
                                "server.port"));
    }

    @Test
    void keepsContentsOutOfTags() {
        fixture.expect(ANSWER);
        complete(client, REQUEST);

        assertThat(registry.getMeters())
                .isNotEmpty()
                .extracting(Meter::getId)
                .allSatisfy(id -> assertThat(id.toString()).doesNotContain("secret"));
    }

    @Test
    void doesNotMeasureTheListOfModels() {
        fixture.expect(FakeReply.json("{\"object\": \"list\", \"data\": []}"));

        assertThat(client.models()).isCompleted();

        assertThat(registry.getMeters()).isEmpty();
    }

    static Stream<Arguments> providers() {
        return Stream.of(
                Arguments.of(ServerProfile.openAi(), "openai"),
                Arguments.of(ServerProfile.azure(), "azure.ai.openai"),
                Arguments.of(ServerProfile.deepSeek(), "deepseek"),
                Arguments.of(ServerProfile.vllm(), "vllm"),
                Arguments.of(ServerProfile.llamaCpp(), "llama.cpp"),
                Arguments.of(ServerProfile.builder("Mistral AI").build(), "mistral_ai"));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void usesTheWellKnownNamesOfProviders(ServerProfile profile, String name) {
        try (CompletionsClient known = fixture.builder(CompletionsMetrics.withoutBuckets(registry))
                .profile(profile)
                .build()) {
            fixture.expect(ANSWER);
            complete(known, REQUEST);

            assertThat(timer(DURATION).getId().getTag("gen_ai.provider.name")).isEqualTo(name);
        }
    }

    @Test
    void usesTheDefaultPortOfTheScheme() {
        try (CompletionsClient secure = fixture.builder(CompletionsMetrics.withoutBuckets(registry))
                .baseUrl("https://[::1]/v1")
                .build()) {
            fixture.expect(ANSWER);
            complete(secure, REQUEST);

            assertThat(timer(DURATION).getId().getTag("server.address")).isEqualTo("::1");
            assertThat(timer(DURATION).getId().getTag("server.port")).isEqualTo("443");
        }
    }

    @Test
    void hasTheRecommendedBuckets() {
        try (CompletionsClient bucketed =
                fixture.builder(CompletionsMetrics.of(registry)).build()) {
            fixture.expect(ANSWER.after(SECOND));
            CompletableFuture<Completion> completion = bucketed.complete(REQUEST);
            fixture.advance(SECOND);

            assertThat(completion).isCompleted();

            CountAtBucket[] times = timer(DURATION).takeSnapshot().histogramCounts();
            assertThat(Arrays.stream(times).map(each -> each.bucket(TimeUnit.SECONDS)))
                    .containsExactly(
                            0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92);
            assertThat(Arrays.stream(times).map(CountAtBucket::count))
                    .containsExactly(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0);
            CountAtBucket[] tokens = registry.get(TOKEN_USAGE)
                    .tag("gen_ai.token.type", "input")
                    .summary()
                    .takeSnapshot()
                    .histogramCounts();
            assertThat(Arrays.stream(tokens).map(CountAtBucket::bucket))
                    .containsExactly(
                            1.0,
                            4.0,
                            16.0,
                            64.0,
                            256.0,
                            1024.0,
                            4096.0,
                            16384.0,
                            65536.0,
                            262144.0,
                            1048576.0,
                            4194304.0,
                            16777216.0,
                            67108864.0);
        }
    }

    @Test
    void hasNoBucketsIfCreatedWithout() {
        fixture.expect(ANSWER);
        complete(client, REQUEST);

        assertThat(timer(DURATION).takeSnapshot().histogramCounts()).isEmpty();
        assertThat(registry.getMeters()).hasSize(3);
    }
}
