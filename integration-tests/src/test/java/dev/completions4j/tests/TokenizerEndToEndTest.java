// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import static dev.completions4j.tests.Calls.join;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.ApiException;
import dev.completions4j.Completion;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.Prompt;
import dev.completions4j.RetrySettings;
import dev.completions4j.ServerProfile;
import dev.completions4j.TokenIds;
import dev.completions4j.Tokenization;
import dev.completions4j.TokenizationRequest;
import dev.completions4j.testkit.ReceivedRequest;
import dev.completions4j.testkit.server.ConnectionScript;
import dev.completions4j.testkit.server.LoopbackServer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tokenizer endpoints over each transport, with the responses of vLLM and llama.cpp. */
class TokenizerEndToEndTest {

    private static final Map<String, String> VLLM = Map.of(
            "/tokenize",
            "{\"count\":2,\"max_model_len\":8192,\"tokens\":[271,268],\"token_strs\":[\"The\",\"\u0120sea\"]}",
            "/detokenize",
            "{\"prompt\":\"The sea\"}",
            "/v1/completions",
            "{\"id\":\"cmpl-1\",\"object\":\"text_completion\",\"created\":1,\"model\":\"tiny\",\"choices\":[{\"index\":0,"
                    + "\"text\":\" is salty.\",\"logprobs\":null,\"finish_reason\":\"stop\",\"stop_reason\":null}]}");

    private static final Map<String, String> LLAMA_CPP = Map.of(
            "/tokenize",
            "{\"tokens\":[{\"id\":271,\"piece\":\"The\"},{\"id\":268,\"piece\":\" sea\"},{\"id\":174,\"piece\":[240]}]}",
            "/detokenize",
            "{\"content\":\"The sea\"}");

    private static ConnectionScript answering(Map<String, String> answers) {
        return connection -> {
            for (ReceivedRequest request = connection.readRequest();
                    request != null;
                    request = connection.readRequest()) {
                String answer = answers.get(request.path());
                String body = answer == null ? "{\"detail\":\"Not Found\"}" : answer;
                connection.write("HTTP/1.1 " + (answer == null ? "404 Not Found" : "200 OK")
                        + "\r\nContent-Type: application/json\r\nContent-Length: " + body.getBytes(UTF_8).length
                        + "\r\n\r\n" + body);
            }
        };
    }

    private static CompletionsClient client(String transport, LoopbackServer server, ServerProfile profile) {
        return CompletionsClient.builder()
                .baseUrl(server.baseUrl() + "/v1")
                .profile(profile)
                .transport(transport)
                .retries(RetrySettings.off())
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "netty"})
    void splitsATextAndCompletesItsTokens(String transport) {
        try (LoopbackServer server = LoopbackServer.running(answering(VLLM));
                CompletionsClient client = client(transport, server, ServerProfile.vllm())) {
            String text = "The sea";
            // snippet: tokens
            CompletableFuture<Completion> completion = client.tokenize(TokenizationRequest.of(text))
                    .thenCompose(split -> client.complete(CompletionRequest.builder()
                            .model("Qwen/Qwen3-8B")
                            .prompt(new Prompt.Tokens(split.tokens()))
                            .maxTokens(16)
                            .build()));

            CompletableFuture<String> joined = client.detokenize(null, TokenIds.of(271, 268));
            // end

            assertThat(join(completion).choices().get(0).text()).isEqualTo(" is salty.");
            assertThat(join(joined)).isEqualTo("The sea");
            Tokenization split = join(client.tokenize(TokenizationRequest.of(text)));
            assertThat(split.tokens()).isEqualTo(TokenIds.of(271, 268));
            assertThat(split.tokenTexts()).containsExactly("The", "\u0120sea");
            assertThat(split.maxModelLength()).isEqualTo(8192);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "netty"})
    void splitsATextIntoPieces(String transport) {
        try (LoopbackServer server = LoopbackServer.running(answering(LLAMA_CPP));
                CompletionsClient client = client(transport, server, ServerProfile.llamaCpp())) {
            Tokenization split = join(client.tokenize(TokenizationRequest.builder()
                    .text("The sea")
                    .tokenTexts(true)
                    .build()));

            assertThat(split.tokens()).isEqualTo(TokenIds.of(271, 268, 174));
            assertThat(split.tokenTexts()).containsExactly("The", " sea", "\uFFFD");
            assertThat(join(client.detokenize(null, TokenIds.of(271, 268)))).isEqualTo("The sea");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "netty"})
    void reportsThatTheEndpointIsMissing(String transport) {
        try (LoopbackServer server = LoopbackServer.running(answering(Map.of()));
                CompletionsClient client = client(transport, server, ServerProfile.vllm())) {
            CompletableFuture<String> text = client.detokenize(null, TokenIds.of(1));

            assertThat(text)
                    .failsWithin(20, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOf(ApiException.class)
                    .withMessageContaining("Not Found");
        }
    }
}
