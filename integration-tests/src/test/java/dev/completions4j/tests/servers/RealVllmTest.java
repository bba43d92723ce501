// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.Completion;
import dev.completions4j.CompletionRequest;
import dev.completions4j.Logprobs;
import dev.completions4j.TokenIds;
import dev.completions4j.TokenLogprob;
import dev.completions4j.extensions.VllmParameters;
import dev.completions4j.extensions.VllmResults;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests with the real server, where it can run. */
@Tag("real-servers")
class RealVllmTest extends ServerSuite {

    RealVllmTest() {
        super(KnownServer.VLLM);
    }

    @Override
    TestedServer start() {
        return Vllm.find();
    }

    @Override
    TestedServer startAnother() {
        return Vllm.start();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "netty"})
    void reportsTheLogprobsOfThePrompt(String transport) {
        CompletionRequest request = REQUEST.toBuilder()
                .extension(VllmParameters.builder().promptLogprobs(1).build())
                .build();
        Completion completion = join(client(transport).complete(request));
        int[] prompt = server().tokenIds("The sea");

        var logprobs = Objects.requireNonNull(
                VllmResults.promptLogprobs(completion.choices().get(0)));
        assertThat(logprobs).hasSize(prompt.length);
        assertThat(logprobs.get(1)).containsKey(prompt[1]);
        assertThat(Objects.requireNonNull(logprobs.get(1).get(prompt[1])).logprob())
                .isNotPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "netty"})
    void reportsTokenIdsInPlaceOfTexts(String transport) {
        CompletionRequest request = REQUEST.toBuilder()
                .logprobs(2)
                .extension(VllmParameters.builder().returnTokensAsTokenIds(true).build())
                .build();
        for (Completion completion : List.of(
                join(client(transport).complete(request)),
                join(client(transport).stream(request).collect()))) {
            Logprobs logprobs =
                    Objects.requireNonNull(completion.choices().get(0).logprobs());
            TokenIds ids = Objects.requireNonNull(VllmResults.tokenIds(logprobs));
            TokenLogprob first = logprobs.tokens().get(0);
            int id = server().tokenIds(" is")[0];

            assertThat(ids.get(0)).isEqualTo(id);
            assertThat(VllmResults.tokenId(first)).isEqualTo(id);
            assertThat(VllmResults.logprobsByTokenId(first)).containsKey(id);
        }
    }

    @Override
    Map<String, String> knownDifferences() {
        return Map.of();
    }
}
