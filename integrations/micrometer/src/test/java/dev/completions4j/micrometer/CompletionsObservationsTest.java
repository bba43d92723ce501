// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.micrometer;

import static dev.completions4j.micrometer.ClientFixture.ANSWER;
import static dev.completions4j.micrometer.ClientFixture.REQUEST;
import static dev.completions4j.micrometer.ClientFixture.SECOND;
import static dev.completions4j.micrometer.ClientFixture.complete;
import static dev.completions4j.micrometer.ClientFixture.failure;
import static dev.completions4j.micrometer.ClientFixture.subscribe;
import static io.micrometer.observation.tck.TestObservationRegistryAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.Completion;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.JsonValue;
import dev.completions4j.ServerProfile;
import dev.completions4j.testkit.RecordingSubscriber;
import dev.completions4j.testkit.transport.FakeReply;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The observations that calls create. */
class CompletionsObservationsTest {

    private static final String NAME = "gen_ai.client.operation";

    private final ClientFixture fixture = new ClientFixture();
    private final TestObservationRegistry registry = TestObservationRegistry.create();
    private final List<Observation.Context> stopped = new ArrayList<>();
    private final List<Observation.Event> events = new ArrayList<>();
    private final CompletionsClient client = client(observations());

    CompletionsObservationsTest() {
        registry.observationConfig().observationHandler(new ObservationHandler<>() {
            @Override
            public void onEvent(Observation.Event event, Observation.Context context) {
                events.add(event);
            }

            @Override
            public void onStop(Observation.Context context) {
                stopped.add(context);
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }
        });
    }

    private CompletionsObservations.Builder observations() {
        return CompletionsObservations.builder(registry).clock(fixture.clock());
    }

    private CompletionsClient client(CompletionsObservations.Builder observations) {
        return fixture.builder(observations.build()).build();
    }

    @AfterEach
    void close() {
        client.close();
        fixture.close();
    }

    private Map<String, String> keyValues() {
        assertThat(stopped).hasSize(1);
        return stopped.get(0).getAllKeyValues().stream()
                .collect(Collectors.toMap(KeyValue::getKey, KeyValue::getValue));
    }

    @Test
    void observesACompletion() {
        fixture.expect(ANSWER);

        assertThat(client.complete(REQUEST)).isCompleted();

        assertThat(registry)
                .hasSingleObservationThat()
                .hasNameEqualTo(NAME)
                .hasContextualNameEqualTo("text_completion asked-model")
                .hasBeenStarted()
                .hasBeenStopped()
                .doesNotHaveError()
                .hasLowCardinalityKeyValue("gen_ai.operation.name", "text_completion")
                .hasLowCardinalityKeyValue("gen_ai.provider.name", "compatible")
                .hasLowCardinalityKeyValue("gen_ai.request.model", "asked-model");
        assertThat(keyValues())
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("gen_ai.operation.name", "text_completion"),
                        Map.entry("gen_ai.provider.name", "compatible"),
                        Map.entry("gen_ai.request.model", "asked-model"),
                        Map.entry("gen_ai.response.model", "answering-model"),
                        Map.entry("gen_ai.response.id", "cmpl-1"),
                        Map.entry("gen_ai.response.finish_reasons", "[\"length\"]"),
                        Map.entry("gen_ai.usage.input_tokens", "5"),
                        Map.entry("gen_ai.usage.output_tokens", "7"),
                        Map.entry("gen_ai.usage.cache_read.input_tokens", "3"),
                        Map.entry("http.response.status_code", "200"),
                        Map.entry("server.address", "model.example"),
                        Map.entry("server.port", "8000")));
    }

    @Test
    void omitsServerIdentifiersThatLookLikeText() {
        fixture.expect(FakeReply.json("""
                {"id": "A secret prompt", "model": "A secret prompt",
                 "choices": [{"text": "", "index": 0, "finish_reason": "A secret prompt"}]}"""));

        assertThat(client.complete(REQUEST)).isCompleted();

        assertThat(keyValues())
                .doesNotContainKeys("gen_ai.response.id", "gen_ai.response.model")
                .containsEntry("gen_ai.response.finish_reasons", "[\"_OTHER\"]");
    }

    @Test
    void omitsAPromptThatTheServerRepeatsInAnError() {
        fixture.expect(FakeReply.json("{\"error\": {\"message\": \"Bad: A secret prompt\"}}"));

        assertThat(client.complete(REQUEST)).isCompletedExceptionally();

        assertThat(stopped)
                .singleElement()
                .satisfies(each -> assertThat(each.getError()).hasMessageEndingWith(": Bad: ***"));
    }

    @Test
    void recordsTheRequestParametersThatAreSet() {
        fixture.expect(ANSWER);

        complete(
                client,
                REQUEST.toBuilder()
                        .maxTokens(7)
                        .temperature(0.5)
                        .topP(0.9)
                        .seed(42)
                        .frequencyPenalty(0.1)
                        .presencePenalty(-0.1)
                        .n(2)
                        .additionalProperty("top_k", JsonValue.of(40))
                        .stop("secret stop")
                        .build());

        assertThat(keyValues())
                .containsEntry("gen_ai.request.max_tokens", "7")
                .containsEntry("gen_ai.request.temperature", "0.5")
                .containsEntry("gen_ai.request.top_p", "0.9")
                .containsEntry("gen_ai.request.seed", "42")
                .containsEntry("gen_ai.request.frequency_penalty", "0.1")
                .containsEntry("gen_ai.request.presence_penalty", "-0.1")
                .containsEntry("gen_ai.request.choice.count", "2")
                .containsEntry("gen_ai.request.top_k", "40")
                .doesNotContainKeys("gen_ai.request.stop_sequences", "gen_ai.request.stream");
    }

    @Test
    void observesAStreamToItsEnd() {
        fixture.expect(FakeReply.stream("a", "b").every(SECOND));

        RecordingSubscriber subscriber = subscribe(client, REQUEST);
        fixture.advance(SECOND.multipliedBy(2));
        assertThat(subscriber.texts()).containsExactly("a", "b");
        assertThat(registry).hasSingleObservationThat().hasBeenStarted().isNotStopped();
        fixture.advance(SECOND);

        assertThat(keyValues())
                .containsEntry("gen_ai.request.stream", "true")
                .containsEntry("gen_ai.response.time_to_first_chunk", "1.0")
                .containsEntry("gen_ai.response.finish_reasons", "[\"stop\"]");
    }

    @Test
    void observesARetriedCallOnce() {
        fixture.expect(FakeReply.error(503, "overloaded"), ANSWER);

        CompletableFuture<Completion> completion = client.complete(REQUEST);
        fixture.advance(SECOND);

        assertThat(completion).isCompleted();
        assertThat(registry).hasNumberOfObservationsEqualTo(1);
        assertThat(registry).hasSingleObservationThat().doesNotHaveError();
        assertThat(keyValues())
                .containsEntry("http.request.resend_count", "1")
                .containsEntry("http.response.status_code", "200")
                .doesNotContainKey("error.type");
        assertThat(events).hasSize(1);
        assertThat(events.get(0).getName()).isEqualTo("gen_ai.client.retry");
        assertThat(events.get(0).getContextualName()).isEqualTo("retry after overloaded");
    }

    @Test
    void recordsTheFailureOfACall() {
        fixture.expect(FakeReply.error(400, "no"));

        Throwable failure = failure(client.complete(REQUEST));

        assertThat(registry).hasSingleObservationThat().hasBeenStopped().hasError(failure);
        assertThat(keyValues())
                .containsEntry("error.type", "bad_request")
                .containsEntry("http.response.status_code", "400")
                .doesNotContainKey("http.request.resend_count");
        assertThat(events).isEmpty();
    }

    @Test
    void stopsWhenTheCallIsCancelled() {
        fixture.expect(FakeReply.silence());

        assertThat(client.complete(REQUEST).cancel(false)).isTrue();

        assertThat(registry).hasSingleObservationThat().hasBeenStopped().doesNotHaveError();
        assertThat(keyValues()).containsEntry("error.type", "cancelled").doesNotContainKey("http.response.status_code");
    }

    @Test
    void omitsContentsByDefault() {
        fixture.expect(ANSWER, FakeReply.stream("secret", "secret"));

        complete(
                client, REQUEST.toBuilder().stop("secret stop").suffix("secret").build());
        subscribe(client, REQUEST);

        assertThat(stopped)
                .hasSize(2)
                .allSatisfy(context ->
                        assertThat(context.getAllKeyValues().toString()).doesNotContain("secret"));
    }

    @Test
    void capturesContentsIfEnabled() {
        try (CompletionsClient open = client(observations().captureContents())) {
            fixture.expect(ANSWER);
            complete(
                    open,
                    REQUEST.toBuilder()
                            .prompt("\"Say\"\n\\\u0001")
                            .stop("x", "y")
                            .build());
        }

        assertThat(keyValues())
                .containsEntry("gen_ai.input.messages", """
                        [{"role":"user","parts":[{"type":"text","content":"\\"Say\\"\\n\\\\\\u0001"}]}]""")
                .containsEntry("gen_ai.request.stop_sequences", "[\"x\",\"y\"]")
                .containsEntry("gen_ai.output.messages", """
                        [{"role":"assistant","parts":[{"type":"text","content":"A secret text"}],\
                        "finish_reason":"length"}]""");
    }

    @Test
    void isAChildOfTheObservationThatIsCurrentWhenTheCallStarts() {
        fixture.expect(ANSWER);
        Observation parent = Observation.start("parent", registry);

        parent.scoped(() -> {
            complete(client, REQUEST);
        });

        assertThat(registry).hasObservationWithNameEqualTo(NAME).that().hasParentObservationEqualTo(parent);
        assertThat(registry).doesNotHaveAnyRemainingCurrentObservation();
        parent.stop();
    }

    @Test
    void hasTheSpanKindClient() {
        fixture.expect(ANSWER);
        complete(client, REQUEST);

        assertThat(stopped).hasSize(1);
        assertThat(stopped.get(0))
                .isInstanceOfSatisfying(
                        SenderContext.class,
                        context -> assertThat(context.getKind()).isEqualTo(Kind.CLIENT));
    }

    @Test
    void usesACustomConvention() {
        CompletionObservationConvention convention = new DefaultCompletionObservationConvention() {
            @Override
            public String getName() {
                return "llm.call";
            }

            @Override
            public String getContextualName(CompletionObservationContext context) {
                return "complete by " + context.request().model();
            }
        };
        try (CompletionsClient renamed = client(observations().convention(convention))) {
            fixture.expect(ANSWER);
            complete(renamed, REQUEST);
        }

        assertThat(registry)
                .hasSingleObservationThat()
                .hasNameEqualTo("llm.call")
                .hasContextualNameEqualTo("complete by asked-model")
                .hasLowCardinalityKeyValue("gen_ai.provider.name", "compatible");
    }

    @Test
    void ignoresCallsIfTheRegistryIsNoop() {
        try (CompletionsClient unseen = client(CompletionsObservations.builder(ObservationRegistry.NOOP))) {
            fixture.expect(ANSWER);

            assertThat(unseen.complete(REQUEST)).isCompleted();
        }
        assertThat(registry).doesNotHaveAnyObservation();
    }

    @Test
    void hasTheSameLowCardinalityKeysForEachCall() {
        fixture.expect(ANSWER, FakeReply.error(400, "no"), FakeReply.stream("a"));
        complete(client, REQUEST);
        assertThat(client.complete(REQUEST)).isCompletedExceptionally();
        subscribe(client, REQUEST);
        assertThat(client.complete(
                        CompletionRequest.builder().model("asked-model").n(0).build()))
                .isCompletedExceptionally();

        assertThat(stopped)
                .hasSize(4)
                .allSatisfy(context -> assertThat(
                                context.getLowCardinalityKeyValues().stream().map(KeyValue::getKey))
                        .containsExactly("gen_ai.operation.name", "gen_ai.provider.name", "gen_ai.request.model"));
    }

    @Test
    void usesTheWellKnownNameOfTheProvider() {
        try (CompletionsClient azure = fixture.builder(observations().build())
                .profile(ServerProfile.azure())
                .build()) {
            fixture.expect(ANSWER);
            complete(azure, REQUEST);
        }

        assertThat(keyValues()).containsEntry("gen_ai.provider.name", "azure.ai.openai");
    }
}
