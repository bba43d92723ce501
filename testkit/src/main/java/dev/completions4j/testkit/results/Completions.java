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

/** Makes completions, chunks and usages. */
public final class Completions {

    private static final ResponseInfo OK = new ResponseInfo(200, "HTTP/1.1", HttpHeaders.empty(), List.of());

    private Completions() {}

    /** A completion with one choice, which ended by {@code stop}. */
    public static Completion of(String text) {
        return builder().choice(text, FinishReason.STOP).build();
    }

    /** A chunk with the next part of the first choice, which has not ended. */
    public static CompletionChunk chunk(String text) {
        return builder().choice(text, null).buildChunk();
    }

    /** The tokens of a prompt and of its completion, and their sum. */
    public static Usage usage(long promptTokens, long completionTokens) {
        return new Usage(promptTokens, completionTokens, promptTokens + completionTokens, null, null, Map.of());
    }

    /** What makes a completion or a chunk; without choices at first. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects what makes a completion or a chunk. Not safe for use by several threads at once. */
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

        /** The server's id; by default {@code cmpl-1}. */
        public Builder id(String id) {
            this.id = id;
            return this;
        }

        /** The model that completed; by default {@code fake-model}. */
        public Builder model(String model) {
            this.model = model;
            return this;
        }

        /** When it was made, in seconds since 1970-01-01T00:00Z; by default in 2023. */
        public Builder created(long created) {
            this.created = created;
            return this;
        }

        /**
         * Adds a choice of the only prompt, with the next index.
         *
         * @param finishReason null if it has not ended
         */
        public Builder choice(String text, @Nullable FinishReason finishReason) {
            return choice(text, finishReason, null);
        }

        /**
         * Adds a choice of the only prompt, with the next index.
         *
         * @param finishReason null if it has not ended
         * @param logprobs null if none were asked for
         */
        public Builder choice(String text, @Nullable FinishReason finishReason, @Nullable Logprobs logprobs) {
            choices.add(new Choice(choices.size(), 0, text, finishReason, logprobs, Map.of()));
            return this;
        }

        /** The fingerprint of the server's configuration; by default null, as if it sent none. */
        public Builder systemFingerprint(@Nullable String systemFingerprint) {
            this.systemFingerprint = systemFingerprint;
            return this;
        }

        /** The usage; by default null, as if the server sent none. */
        public Builder usage(@Nullable Usage usage) {
            this.usage = usage;
            return this;
        }

        /** Adds a property that the client does not know. */
        public Builder additionalProperty(String name, JsonValue value) {
            additionalProperties.put(name, value);
            return this;
        }

        /** The headers of the response, which has status 200; by default none. */
        public Builder headers(HttpHeaders headers) {
            response = new ResponseInfo(200, "HTTP/1.1", headers, List.of());
            return this;
        }

        /** The completion. */
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

        /** The chunk. */
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
