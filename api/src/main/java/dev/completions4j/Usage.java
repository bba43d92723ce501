// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The number of tokens consumed by a request.
 *
 * @param promptTokens the number of tokens in all prompts
 * @param completionTokens the number of tokens in all choices
 * @param totalTokens the total, as reported by the server
 * @param completionTokensDetails a breakdown of the completion tokens; null if not sent
 * @param promptTokensDetails a breakdown of the prompt tokens; null if not sent
 * @param additionalProperties properties not modeled here, keyed by JSON name
 * @since 0.1.0
 */
public record Usage(
        long promptTokens,
        long completionTokens,
        long totalTokens,
        @Nullable CompletionTokensDetails completionTokensDetails,
        @Nullable PromptTokensDetails promptTokensDetails,
        Map<String, JsonValue> additionalProperties) {

    public Usage {
        additionalProperties = Copies.of(additionalProperties);
    }

    /**
     * A breakdown of the completion tokens. Components that the server does not report are null.
     *
     * @param acceptedPredictionTokens the tokens of a predicted output that appeared in the completion
     * @param rejectedPredictionTokens the tokens of a predicted output that did not appear in the completion; they are
     *     billed nevertheless
     * @param audioTokens the tokens generated as audio
     * @param reasoningTokens the tokens generated for reasoning
     * @param textTokens the tokens generated as text
     * @param additionalProperties properties not modeled here, keyed by JSON name
     */
    public record CompletionTokensDetails(
            @Nullable Long acceptedPredictionTokens,
            @Nullable Long rejectedPredictionTokens,
            @Nullable Long audioTokens,
            @Nullable Long reasoningTokens,
            @Nullable Long textTokens,
            Map<String, JsonValue> additionalProperties) {

        public CompletionTokensDetails {
            additionalProperties = Copies.of(additionalProperties);
        }
    }

    /**
     * A breakdown of the prompt tokens. Components that the server does not report are null.
     *
     * @param audioTokens the tokens of audio input
     * @param cachedTokens the tokens read from a cache
     * @param textTokens the tokens of text input
     * @param imageTokens the tokens of image input
     * @param cacheWriteTokens the tokens written to a cache
     * @param additionalProperties properties not modeled here, keyed by JSON name
     */
    public record PromptTokensDetails(
            @Nullable Long audioTokens,
            @Nullable Long cachedTokens,
            @Nullable Long textTokens,
            @Nullable Long imageTokens,
            @Nullable Long cacheWriteTokens,
            Map<String, JsonValue> additionalProperties) {

        public PromptTokensDetails {
            additionalProperties = Copies.of(additionalProperties);
        }
    }
}
