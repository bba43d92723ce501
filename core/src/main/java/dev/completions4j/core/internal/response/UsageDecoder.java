// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import dev.completions4j.JsonValue;
import dev.completions4j.Usage;
import dev.completions4j.Usage.CompletionTokensDetails;
import dev.completions4j.Usage.PromptTokensDetails;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/** Decodes the property {@code usage}. */
final class UsageDecoder {

    private long promptTokens;
    private long completionTokens;
    private long totalTokens;
    private @Nullable CompletionTokensDetails completionDetails;
    private @Nullable PromptTokensDetails promptDetails;

    private UsageDecoder() {}

    static Usage read(JsonParser parser) {
        UsageDecoder fields = new UsageDecoder();
        Map<String, JsonValue> unknown = PropertyReader.readObject(parser, "usage", fields::property);
        return new Usage(
                fields.promptTokens,
                fields.completionTokens,
                fields.totalTokens,
                fields.completionDetails,
                fields.promptDetails,
                unknown);
    }

    private void property(String name, PropertyReader reader) {
        switch (name) {
            case "prompt_tokens" -> promptTokens = reader.once(0).wholeOrZero();
            case "completion_tokens" -> completionTokens = reader.once(1).wholeOrZero();
            case "total_tokens" -> totalTokens = reader.once(2).wholeOrZero();
            case "completion_tokens_details" ->
                completionDetails = reader.once(3).isNull() ? null : CompletionDetails.read(reader.parser());
            case "prompt_tokens_details" ->
                promptDetails = reader.once(4).isNull() ? null : PromptDetails.read(reader.parser());
            default -> reader.unknown();
        }
    }

    private static final class CompletionDetails {

        private @Nullable Long acceptedPredictionTokens;
        private @Nullable Long rejectedPredictionTokens;
        private @Nullable Long audioTokens;
        private @Nullable Long reasoningTokens;
        private @Nullable Long textTokens;

        static CompletionTokensDetails read(JsonParser parser) {
            CompletionDetails fields = new CompletionDetails();
            Map<String, JsonValue> unknown =
                    PropertyReader.readObject(parser, "completion_tokens_details", fields::property);
            return new CompletionTokensDetails(
                    fields.acceptedPredictionTokens,
                    fields.rejectedPredictionTokens,
                    fields.audioTokens,
                    fields.reasoningTokens,
                    fields.textTokens,
                    unknown);
        }

        private void property(String name, PropertyReader reader) {
            switch (name) {
                case "accepted_prediction_tokens" ->
                    acceptedPredictionTokens = reader.once(0).whole();
                case "rejected_prediction_tokens" ->
                    rejectedPredictionTokens = reader.once(1).whole();
                case "audio_tokens" -> audioTokens = reader.once(2).whole();
                case "reasoning_tokens" -> reasoningTokens = reader.once(3).whole();
                case "text_tokens" -> textTokens = reader.once(4).whole();
                default -> reader.unknown();
            }
        }
    }

    private static final class PromptDetails {

        private @Nullable Long audioTokens;
        private @Nullable Long cachedTokens;
        private @Nullable Long textTokens;
        private @Nullable Long imageTokens;
        private @Nullable Long cacheWriteTokens;

        static PromptTokensDetails read(JsonParser parser) {
            PromptDetails fields = new PromptDetails();
            Map<String, JsonValue> unknown =
                    PropertyReader.readObject(parser, "prompt_tokens_details", fields::property);
            return new PromptTokensDetails(
                    fields.audioTokens,
                    fields.cachedTokens,
                    fields.textTokens,
                    fields.imageTokens,
                    fields.cacheWriteTokens,
                    unknown);
        }

        private void property(String name, PropertyReader reader) {
            switch (name) {
                case "audio_tokens" -> audioTokens = reader.once(0).whole();
                case "cached_tokens" -> cachedTokens = reader.once(1).whole();
                case "text_tokens" -> textTokens = reader.once(2).whole();
                case "image_tokens" -> imageTokens = reader.once(3).whole();
                case "cache_write_tokens" -> cacheWriteTokens = reader.once(4).whole();
                default -> reader.unknown();
            }
        }
    }
}
