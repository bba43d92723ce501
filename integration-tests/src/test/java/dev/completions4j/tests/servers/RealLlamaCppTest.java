// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.servers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.Completion;
import dev.completions4j.CompletionRequest;
import dev.completions4j.Logprobs;
import dev.completions4j.TokenLogprob;
import dev.completions4j.extensions.LlamaCppDetails;
import dev.completions4j.extensions.LlamaCppParameters;
import dev.completions4j.extensions.LlamaCppResults;
import dev.completions4j.extensions.PromptProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests with the real server, where it can run. */
@Tag("real-servers")
class RealLlamaCppTest extends ServerSuite {

    RealLlamaCppTest() {
        super(KnownServer.LLAMA_CPP);
    }

    @Override
    TestedServer start() {
        return LlamaCpp.start();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "netty"})
    void reportsIdsBytesAndDetails(String transport) {
        CompletionRequest request = REQUEST.toBuilder()
                .logprobs(2)
                .extension(LlamaCppParameters.builder().verbose(true).build())
                .build();
        Completion whole = join(client(transport).complete(request));
        Completion streamed = join(client(transport).stream(request).collect());

        for (Completion completion : List.of(whole, streamed)) {
            Logprobs logprobs =
                    Objects.requireNonNull(completion.choices().get(0).logprobs());
            TokenLogprob first = logprobs.tokens().get(0);
            int id = server().tokenIds(first.token())[0];
            assertThat(LlamaCppResults.tokenIds(logprobs)).isNotNull();
            assertThat(LlamaCppResults.tokenId(first)).isEqualTo(id);
            assertThat(LlamaCppResults.bytes(first)).isEqualTo(first.token().getBytes(UTF_8));
            assertThat(first.top()).hasSize(2).allSatisfy(top -> {
                assertThat(LlamaCppResults.tokenId(top)).isNotNull();
                assertThat(LlamaCppResults.bytes(top)).isNotNull();
            });
        }
        LlamaCppDetails details = Objects.requireNonNull(LlamaCppResults.details(whole));
        assertThat(details.stopType()).isEqualTo("eos");
        assertThat(details.truncated()).isFalse();
        assertThat(details.settings()).containsKey("temperature");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "netty"})
    void reportsProbabilitiesAfterSampling(String transport) {
        Completion completion = join(client(transport)
                .complete(REQUEST.toBuilder()
                        .logprobs(2)
                        .extension(LlamaCppParameters.builder()
                                .postSamplingProbabilities(true)
                                .build())
                        .build()));
        TokenLogprob first = Objects.requireNonNull(completion.choices().get(0).logprobs())
                .tokens()
                .get(0);

        assertThat(LlamaCppResults.probability(first)).isBetween(0.0, 1.0);
        assertThat(LlamaCppResults.probabilitiesByTokenId(first)).containsKey(LlamaCppResults.tokenId(first));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "netty"})
    void reportsTheProgressOfThePrompt(String transport) {
        List<PromptProgress> progress = new ArrayList<>();
        join(client(transport).stream(REQUEST.toBuilder()
                        .extension(LlamaCppParameters.builder()
                                .returnProgress(true)
                                .build())
                        .build())
                .forEach(chunk -> {
                    PromptProgress reported = LlamaCppResults.promptProgress(chunk);
                    if (reported != null) {
                        progress.add(reported);
                    }
                }));

        assertThat(progress)
                .isNotEmpty()
                .last()
                .satisfies(last -> assertThat(last.processedTokens()).isEqualTo(last.totalTokens()));
    }

    @Override
    Map<String, String> knownDifferences() {
        return Map.of();
    }
}
