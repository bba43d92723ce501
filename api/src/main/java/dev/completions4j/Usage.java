// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many tokens a request cost.
 *
 * @param promptTokens in all prompts
 * @param completionTokens in all choices
 * @param totalTokens the sum, as the server tells it
 * @param completionTokensDetails null if the server does not tell
 * @param promptTokensDetails null if the server does not tell
 * @param additionalProperties what else the server sent, by name
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
     * What the tokens of the completion are made of; each null if the server does not tell.
     *
     * @param acceptedPredictionTokens of a predicted output, those that came true
     * @param rejectedPredictionTokens of a predicted output, those that did not, and are charged all the same
     * @param audioTokens generated as audio
     * @param reasoningTokens generated while reasoning
     * @param textTokens generated as text
     * @param additionalProperties what else the server sent, by name
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
     * What the tokens of the prompt are made of; each null if the server does not tell.
     *
     * @param audioTokens given as audio
     * @param cachedTokens read from a cache
     * @param textTokens given as text
     * @param imageTokens given as image
     * @param cacheWriteTokens written to a cache
     * @param additionalProperties what else the server sent, by name
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
