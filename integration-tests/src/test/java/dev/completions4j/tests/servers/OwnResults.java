// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.Choice;
import dev.completions4j.Completion;
import dev.completions4j.CompletionRequest;
import dev.completions4j.TokenIds;
import dev.completions4j.extensions.LlamaCppResults;
import dev.completions4j.extensions.MatchedStop;
import dev.completions4j.extensions.Timings;
import dev.completions4j.extensions.VllmParameters;
import dev.completions4j.extensions.VllmResults;
import java.util.Objects;

/** Server-specific results, as the types of this library represent them. */
enum OwnResults {
    LLAMA_CPP {
        @Override
        CompletionRequest request(CompletionRequest usual) {
            return usual;
        }

        @Override
        void check(TestedServer server, Completion completion) {
            Timings timings = Objects.requireNonNull(LlamaCppResults.timings(completion));
            long cached = Objects.requireNonNull(timings.cachedTokens());
            assertThat(Objects.requireNonNull(timings.promptTokens()) + cached).isEqualTo(2);
            assertThat(timings.predictedTokens()).isEqualTo(4);
            assertThat(timings.predictedTime()).isNotNull();
        }
    },
    VLLM {
        @Override
        CompletionRequest request(CompletionRequest usual) {
            return usual.toBuilder()
                    .stop(".")
                    .extension(VllmParameters.builder().returnTokenIds(true).build())
                    .build();
        }

        @Override
        void check(TestedServer server, Completion completion) {
            Choice choice = completion.choices().get(0);
            assertThat(VllmResults.stopReason(choice)).isEqualTo(new MatchedStop.Text("."));
            assertThat(VllmResults.tokenIds(choice)).isEqualTo(TokenIds.of(server.tokenIds(" is salty.")));
            assertThat(VllmResults.promptTokenIds(choice)).isEqualTo(TokenIds.of(server.tokenIds("The sea")));
        }
    };

    /** Returns a request for the results. */
    abstract CompletionRequest request(CompletionRequest usual);

    /** Verifies the completion of that request. */
    abstract void check(TestedServer server, Completion completion);
}
