// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.CompletionRequest;
import dev.completions4j.JsonValue;
import dev.completions4j.Prompt;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests that estimates stay between the prompt's tokens and the range of a {@code long}. */
class TokenEstimateTest {

    private static long estimate(Prompt prompt, int n, @Nullable Integer maxTokens) {
        return TokenEstimate.of(CompletionRequest.builder()
                .model("m")
                .prompt(prompt)
                .n(n)
                .maxTokens(maxTokens)
                .build());
    }

    @Test
    void countsPromptsAndAnswers() {
        assertThat(estimate(Prompt.of("hi"), 1, null)).isEqualTo(1 + 16);
        assertThat(estimate(Prompt.ofTexts("hi", "ho"), 3, 10)).isEqualTo(2 + 6 * 10);
        assertThat(estimate(Prompt.ofTokens(1, 2, 3), 1, 0)).isEqualTo(3);
    }

    @Test
    void countsAPromptLikewiseAsAnAdditionalProperty() {
        assertThat(estimate("\"hi\"", 1)).isEqualTo(1 + 16);
        assertThat(estimate("[\"hi\", \"ho\"]", 3)).isEqualTo(2 + 6 * 16);
        assertThat(estimate("[1, 2, 3]", 3)).isEqualTo(3 + 3 * 16);
        assertThat(estimate("[[1, 2, 3], \"hi\"]", 3)).isEqualTo(4 + 6 * 16);
        assertThat(estimate("[]", 3)).isEqualTo(3 * 16);
        assertThat(estimate("null", 3)).isEqualTo(3 * 16);
    }

    @Test
    void countsAPromptOfAnyDepth() {
        JsonValue deep = JsonValue.array(List.of());
        for (int i = 0; i < 100_000; i++) {
            deep = JsonValue.array(List.of(deep));
        }
        CompletionRequest request = CompletionRequest.builder()
                .model("m")
                .additionalProperty("prompt", deep)
                .build();

        assertThat(TokenEstimate.of(request)).isEqualTo(1 + 16);
    }

    private static long estimate(String prompt, int n) {
        return TokenEstimate.of(CompletionRequest.builder()
                .model("m")
                .additionalProperty("prompt", JsonValue.parse(prompt))
                .additionalProperty("n", JsonValue.of(n))
                .build());
    }

    @Test
    void countsALimitLikewiseAsAnAdditionalProperty() {
        assertThat(limited("4000")).isEqualTo(1 + 4000);
        assertThat(limited("-1")).isEqualTo(1 + 16);
        assertThat(limited("null")).isEqualTo(1 + 16);
        assertThat(limited("3000000000")).isEqualTo(1L + Integer.MAX_VALUE);
    }

    private static long limited(String maxTokens) {
        return TokenEstimate.of(CompletionRequest.builder()
                .model("m")
                .prompt("hi")
                .additionalProperty("max_tokens", JsonValue.parse(maxTokens))
                .build());
    }

    /** A negative number means no limit to llama.cpp. */
    @Test
    void countsAMissingLimitLikeANegativeOne() {
        assertThat(estimate(Prompt.of("hi"), 64, -1)).isEqualTo(estimate(Prompt.of("hi"), 64, null));
    }

    @Test
    void doesNotOverflow() {
        assertThat(estimate(Prompt.ofTexts("hi", "ho"), Integer.MAX_VALUE, Integer.MAX_VALUE))
                .isGreaterThan(Integer.MAX_VALUE);
    }
}
