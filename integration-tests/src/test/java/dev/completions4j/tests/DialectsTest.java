// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import static dev.completions4j.tests.Calls.client;
import static dev.completions4j.tests.Calls.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.completions4j.ApiException;
import dev.completions4j.Choice;
import dev.completions4j.Completion;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.CompletionsClientException;
import dev.completions4j.Logprobs;
import dev.completions4j.RetrySettings;
import dev.completions4j.StreamOptions;
import dev.completions4j.TruncatedStreamException;
import dev.completions4j.Usage;
import dev.completions4j.testkit.model.Dialect;
import dev.completions4j.testkit.model.FakeModel;
import dev.completions4j.testkit.server.LoopbackServer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each dialect over each transport and a real socket. */
class DialectsTest {

    private static final List<String> WORDS = List.of("One two three", "Four five");

    private static final Set<Dialect> ONE_CHOICE = EnumSet.of(Dialect.TGI, Dialect.OLLAMA, Dialect.DEEPSEEK);
    /** Their non-streaming completions have properties, or a usage, that their streams lack. */
    private static final Set<Dialect> TELLS_MORE_IN_WHOLE = EnumSet.of(Dialect.LLAMA_CPP, Dialect.VLLM);

    private static final CompletionRequest REQUEST = CompletionRequest.builder()
            .model("known")
            .prompt("Count, please")
            .n(2)
            .logprobs(2)
            .stop(" three")
            .streamOptions(StreamOptions.withUsage())
            .build();

    static Stream<Arguments> dialectsAndTransports() {
        return Arrays.stream(Dialect.values())
                .flatMap(dialect -> Stream.of("jdk", "netty").map(transport -> Arguments.of(dialect, transport)));
    }

    @ParameterizedTest
    @MethodSource("dialectsAndTransports")
    void collectedStreamsEqualNonStreamingCompletions(Dialect dialect, String transport) {
        try (LoopbackServer server = LoopbackServer.serving(model(dialect).build());
                CompletionsClient client = client(transport, server)) {
            Completion whole = join(client.complete(REQUEST));
            Completion streamed = join(client.stream(REQUEST).collect());

            assertThat(whole.choices())
                    .extracting(Choice::text)
                    .isEqualTo(ONE_CHOICE.contains(dialect) ? List.of("One two") : List.of("One two", "Four five"));
            assertThat(whole.choices())
                    .allSatisfy(choice -> assertThat(Objects.requireNonNull(choice.finishReason())
                                    .isStop())
                            .isTrue());
            assertThat(whole.choices()).extracting(DialectsTest::loggedTokens).isEqualTo(loggedTokens(dialect));
            Usage usage = Objects.requireNonNull(whole.usage());
            assertThat(usage.completionTokens()).isEqualTo(completionTokens(dialect));
            assertThat(streamed)
                    .usingRecursiveComparison()
                    .ignoringFields(
                            TELLS_MORE_IN_WHOLE.contains(dialect)
                                    ? new String[] {"response", "id", "usage", "additionalProperties"}
                                    : new String[] {"response", "id"})
                    .ignoringFieldsMatchingRegexes(
                            TELLS_MORE_IN_WHOLE.contains(dialect) ? "choices.*additionalProperties" : "nothing")
                    .isEqualTo(whole);
        }
    }

    /**
     * Returns the token counts of the first choice, which a stop sequence ends, and of the second, which ends on its
     * own.
     */
    private static List<Integer> loggedTokens(Dialect dialect) {
        return switch (dialect) {
            case TGI, OLLAMA -> List.of(0);
            case DEEPSEEK -> List.of(2);
            case LLAMA_CPP -> List.of(2, 3); // with the end-of-text token
            case VLLM -> List.of(3, 3); // with the stop sequence and the end-of-text token
            default -> List.of(2, 2);
        };
    }

    private static int completionTokens(Dialect dialect) {
        return switch (dialect) {
            case TGI, OLLAMA, DEEPSEEK, LLAMA_CPP -> 3; // of one choice, or of the first
            case VLLM -> 6; // with the end-of-text token
            default -> 5;
        };
    }

    private static int loggedTokens(Choice choice) {
        Logprobs logprobs = choice.logprobs();
        return logprobs == null ? 0 : logprobs.tokens().size();
    }

    @ParameterizedTest
    @MethodSource("dialectsAndTransports")
    void anUnknownModelIsReportedAsSuch(Dialect dialect, String transport) {
        assumeTrue(dialect != Dialect.LLAMA_CPP, "The server accepts any model name");
        try (LoopbackServer server = LoopbackServer.serving(model(dialect).build());
                CompletionsClient client = client(transport, server)) {
            CompletionRequest request = REQUEST.toBuilder().model("unknown").build();

            for (CompletableFuture<Completion> call :
                    List.of(client.complete(request), client.stream(request).collect())) {
                ApiException failure = (ApiException) failure(call);

                assertThat(failure.kind()).isEqualTo(ApiException.Kind.NOT_FOUND);
                assertThat(failure.error().message()).startsWith("The model does not exist");
                assertThat(failure.response())
                        .extracting(response -> response.requestId())
                        .isNotNull();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dialectsAndTransports")
    void aModelThatFailsDuringAStreamLeavesAPartialCompletion(Dialect dialect, String transport) {
        FakeModel failing = model(dialect).failAfter(2).build();
        CompletionRequest request = REQUEST.toBuilder().n(1).build();
        try (LoopbackServer server = LoopbackServer.serving(failing);
                CompletionsClient client = CompletionsClient.builder()
                        .baseUrl(server.baseUrl())
                        .transport(transport)
                        .retries(RetrySettings.off())
                        .build()) {
            assertThat(((ApiException) failure(client.complete(request))).kind())
                    .isEqualTo(ApiException.Kind.SERVER_ERROR);

            CompletableFuture<Completion> stream = client.stream(request).collect();
            if (dialect == Dialect.DEEPSEEK) {
                assertThat(join(stream).choices())
                        .extracting(Choice::finishReason)
                        .hasToString("[insufficient_system_resource]");
                return;
            }
            CompletionsClientException failure = failure(stream);
            assertThat(failure)
                    .isInstanceOf(dialect == Dialect.OLLAMA ? TruncatedStreamException.class : ApiException.class);
            assertThat(Objects.requireNonNull(failure.partial()).text()).isEqualTo("One two");
        }
    }

    private static FakeModel.Builder model(Dialect dialect) {
        return FakeModel.builder().name("known").dialect(dialect).source((prompt, seed, choice) -> WORDS.get(choice));
    }

    private static CompletionsClientException failure(CompletableFuture<?> call) {
        CompletionException thrown = catchThrowableOfType(CompletionException.class, () -> join(call));
        return (CompletionsClientException) Objects.requireNonNull(thrown.getCause());
    }
}
