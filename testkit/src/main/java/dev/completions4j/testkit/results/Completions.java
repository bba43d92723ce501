// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.results;

import dev.completions4j.Choice;
import dev.completions4j.Completion;
import dev.completions4j.CompletionChunk;
import dev.completions4j.FinishReason;
import dev.completions4j.JsonValue;
import dev.completions4j.Logprobs;
import dev.completions4j.ResponseInfo;
import dev.completions4j.Usage;
import dev.completions4j.transport.HttpHeaders;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Creates completions, chunks and usage. */
public final class Completions {

    private static final ResponseInfo OK = new ResponseInfo(200, "HTTP/1.1", HttpHeaders.empty(), List.of());

    private Completions() {}

    /**
     * Returns a completion with one choice and the finish reason {@code stop}.
     *
     * @param text the text of the choice
     */
    public static Completion of(String text) {
        return builder().choice(text, FinishReason.STOP).build();
    }

    /**
     * Returns a chunk of an unfinished first choice.
     *
     * @param text the text of the chunk
     */
    public static CompletionChunk chunk(String text) {
        return builder().choice(text, null).buildChunk();
    }

    /**
     * Returns the usage of a prompt and its completion, with their sum as the total.
     *
     * @param promptTokens the number of tokens of the prompt
     * @param completionTokens the number of tokens of the completion
     */
    public static Usage usage(long promptTokens, long completionTokens) {
        return new Usage(promptTokens, completionTokens, promptTokens + completionTokens, null, null, Map.of());
    }

    /** Returns a builder without choices. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a completion or a chunk. Not thread-safe. */
    public static final class Builder {

        private String id = "cmpl-1";
        private String model = "fake-model";
        private long created = 1_700_000_000;
        private final List<Choice> choices = new ArrayList<>();
        private @Nullable String systemFingerprint;
        private @Nullable Usage usage;
        private final Map<String, JsonValue> additionalProperties = new LinkedHashMap<>();
        private ResponseInfo response = OK;

        private Builder() {}

        /**
         * Sets the id.
         *
         * @param id the id; default {@code cmpl-1}
         */
        public Builder id(String id) {
            this.id = id;
            return this;
        }

        /**
         * Sets the model that generated the completion.
         *
         * @param model the model name; default {@code fake-model}
         */
        public Builder model(String model) {
            this.model = model;
            return this;
        }

        /**
         * Sets the time of creation.
         *
         * @param created the time in seconds since 1970-01-01T00:00Z; by default in 2023
         */
        public Builder created(long created) {
            this.created = created;
            return this;
        }

        /**
         * Adds a choice of the only prompt, with the next index and without log probabilities.
         *
         * @param text the text
         * @param finishReason the finish reason; null if the choice is unfinished
         */
        public Builder choice(String text, @Nullable FinishReason finishReason) {
            return choice(text, finishReason, null);
        }

        /**
         * Adds a choice of the only prompt, with the next index.
         *
         * @param text the text
         * @param finishReason the finish reason; null if the choice is unfinished
         * @param logprobs the log probabilities; null if none were requested
         */
        public Builder choice(String text, @Nullable FinishReason finishReason, @Nullable Logprobs logprobs) {
            choices.add(new Choice(choices.size(), 0, text, finishReason, logprobs, Map.of()));
            return this;
        }

        /**
         * Sets the fingerprint of the server's configuration.
         *
         * @param systemFingerprint the fingerprint; null, the default, if the server sent none
         */
        public Builder systemFingerprint(@Nullable String systemFingerprint) {
            this.systemFingerprint = systemFingerprint;
            return this;
        }

        /**
         * Sets the usage.
         *
         * @param usage the usage; null, the default, if the server sent none
         */
        public Builder usage(@Nullable Usage usage) {
            this.usage = usage;
            return this;
        }

        /**
         * Adds a property that the client does not model.
         *
         * @param name the JSON name
         * @param value the JSON value
         */
        public Builder additionalProperty(String name, JsonValue value) {
            additionalProperties.put(name, value);
            return this;
        }

        /**
         * Sets the headers of the response, which has status 200.
         *
         * @param headers the headers; default empty
         */
        public Builder headers(HttpHeaders headers) {
            response = new ResponseInfo(200, "HTTP/1.1", headers, List.of());
            return this;
        }

        /** Returns the completion. */
        public Completion build() {
            return new Completion(
                    id,
                    "text_completion",
                    created,
                    model,
                    choices,
                    systemFingerprint,
                    usage,
                    additionalProperties,
                    response);
        }

        /** Returns the chunk. */
        public CompletionChunk buildChunk() {
            return new CompletionChunk(
                    id,
                    "text_completion",
                    created,
                    model,
                    choices,
                    systemFingerprint,
                    usage,
                    additionalProperties,
                    response);
        }
    }
}
