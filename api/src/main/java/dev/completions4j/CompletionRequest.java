// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to complete, and how: the properties of the endpoint's request, but for {@code stream}, which the method of the
 * client decides.
 *
 * <p>Immutable. A property that is null is not sent. Values are not checked here, since what is allowed depends on the
 * server. To build one, use {@link #builder()}: the list of components grows with the endpoint. {@code toString} shows
 * neither the prompt nor the suffix.
 *
 * @param model the model that completes
 * @param prompt what to continue; null lets the model begin a new document
 * @param bestOf how many candidates the server makes, of which it returns the best {@code n}
 * @param echo whether the text begins with the prompt
 * @param frequencyPenalty -2 to 2; above 0 makes the tokens so far less likely, the more so the more often they came
 * @param logitBias what is added to the logit of a token, by its id; -100 to 100
 * @param logprobs how many of the likeliest tokens to report in each place; OpenAI: 0 to 5
 * @param maxTokens the most tokens to generate for each choice; OpenAI's default is 16
 * @param n how many choices for each prompt
 * @param presencePenalty -2 to 2; above 0 makes the tokens so far less likely
 * @param seed makes the sampling repeatable, as far as the server can
 * @param stop texts at which generation ends; not part of the text
 * @param streamOptions what a stream carries besides the text; sent with streams only
 * @param suffix what comes after the completion, for models that fill in the middle
 * @param temperature 0 to 2; higher is more random
 * @param topP 0 to 1; the share of probability from which tokens are sampled
 * @param user the end user on whose behalf the request is, for the detection of abuse
 * @param additionalProperties what else to send, by name, such as a server's own sampling parameters
 */
public record CompletionRequest(
        String model,
        @Nullable Prompt prompt,
        @Nullable Integer bestOf,
        @Nullable Boolean echo,
        @Nullable Double frequencyPenalty,
        @Nullable Map<Integer, Double> logitBias,
        @Nullable Integer logprobs,
        @Nullable Integer maxTokens,
        @Nullable Integer n,
        @Nullable Double presencePenalty,
        @Nullable Long seed,
        @Nullable List<String> stop,
        @Nullable StreamOptions streamOptions,
        @Nullable String suffix,
        @Nullable Double temperature,
        @Nullable Double topP,
        @Nullable String user,
        Map<String, JsonValue> additionalProperties) {

    public CompletionRequest {
        logitBias = logitBias == null ? null : Copies.of(logitBias);
        stop = stop == null ? null : List.copyOf(stop);
        additionalProperties = Copies.of(additionalProperties);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts with the properties of this request. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** The properties that are set, the prompt by its size only. */
    @Override
    public String toString() {
        Map<String, Object> set = new LinkedHashMap<>();
        set.put("model", model);
        putIfSet(set, "prompt", prompt);
        putIfSet(set, "bestOf", bestOf);
        putIfSet(set, "echo", echo);
        putIfSet(set, "frequencyPenalty", frequencyPenalty);
        putIfSet(set, "logitBias", logitBias);
        putIfSet(set, "logprobs", logprobs);
        putIfSet(set, "maxTokens", maxTokens);
        putIfSet(set, "n", n);
        putIfSet(set, "presencePenalty", presencePenalty);
        putIfSet(set, "seed", seed);
        putIfSet(set, "stop", stop == null ? null : stop.size() + " texts");
        putIfSet(set, "streamOptions", streamOptions);
        putIfSet(set, "suffix", suffix == null ? null : suffix.length() + " chars");
        putIfSet(set, "temperature", temperature);
        putIfSet(set, "topP", topP);
        putIfSet(set, "user", user == null ? null : "set");
        if (!additionalProperties.isEmpty()) {
            set.put("additionalProperties", additionalProperties.keySet());
        }
        return "CompletionRequest" + set;
    }

    private static void putIfSet(Map<String, Object> set, String name, @Nullable Object value) {
        if (value != null) {
            set.put(name, value);
        }
    }

    /** Collects the properties of a request. Not safe for use by several threads at once. */
    public static final class Builder {

        private @Nullable String model;
        private @Nullable Prompt prompt;
        private @Nullable Integer bestOf;
        private @Nullable Boolean echo;
        private @Nullable Double frequencyPenalty;
        private @Nullable Map<Integer, Double> logitBias;
        private @Nullable Integer logprobs;
        private @Nullable Integer maxTokens;
        private @Nullable Integer n;
        private @Nullable Double presencePenalty;
        private @Nullable Long seed;
        private @Nullable List<String> stop;
        private @Nullable StreamOptions streamOptions;
        private @Nullable String suffix;
        private @Nullable Double temperature;
        private @Nullable Double topP;
        private @Nullable String user;
        private final Map<String, JsonValue> additionalProperties = new LinkedHashMap<>();

        private Builder() {}

        private Builder(CompletionRequest request) {
            model = request.model;
            prompt = request.prompt;
            bestOf = request.bestOf;
            echo = request.echo;
            frequencyPenalty = request.frequencyPenalty;
            logitBias = request.logitBias == null ? null : new LinkedHashMap<>(request.logitBias);
            logprobs = request.logprobs;
            maxTokens = request.maxTokens;
            n = request.n;
            presencePenalty = request.presencePenalty;
            seed = request.seed;
            stop = request.stop;
            streamOptions = request.streamOptions;
            suffix = request.suffix;
            temperature = request.temperature;
            topP = request.topP;
            user = request.user;
            additionalProperties.putAll(request.additionalProperties);
        }

        /** The model that completes. */
        public Builder model(String model) {
            this.model = model;
            return this;
        }

        /** What to continue; null lets the model begin a new document. */
        public Builder prompt(Prompt prompt) {
            this.prompt = prompt;
            return this;
        }

        /** What to continue, as one text. */
        public Builder prompt(String text) {
            return prompt(Prompt.of(text));
        }

        /** How many candidates the server makes, of which it returns the best {@code n}. */
        public Builder bestOf(int bestOf) {
            this.bestOf = bestOf;
            return this;
        }

        /** Whether the text begins with the prompt. */
        public Builder echo(boolean echo) {
            this.echo = echo;
            return this;
        }

        /** -2 to 2; above 0 makes the tokens so far less likely, the more so the more often they came. */
        public Builder frequencyPenalty(double frequencyPenalty) {
            this.frequencyPenalty = frequencyPenalty;
            return this;
        }

        /** Adds to the logit of a token.
         *
         * @param token its id
         * @param bias -100 to 100; the ends forbid the token and force it
         */
        public Builder logitBias(int token, double bias) {
            if (logitBias == null) {
                logitBias = new LinkedHashMap<>();
            }
            logitBias.put(token, bias);
            return this;
        }

        /** How many of the likeliest tokens to report in each place; OpenAI: 0 to 5. */
        public Builder logprobs(int logprobs) {
            this.logprobs = logprobs;
            return this;
        }

        /** The most tokens to generate for each choice; OpenAI's default is 16. */
        public Builder maxTokens(int maxTokens) {
            this.maxTokens = maxTokens;
            return this;
        }

        /** How many choices for each prompt. */
        public Builder n(int n) {
            this.n = n;
            return this;
        }

        /** -2 to 2; above 0 makes the tokens so far less likely. */
        public Builder presencePenalty(double presencePenalty) {
            this.presencePenalty = presencePenalty;
            return this;
        }

        /** Makes the sampling repeatable, as far as the server can. */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /** Texts at which generation ends; not part of the text. */
        public Builder stop(String... stop) {
            this.stop = Arrays.asList(stop.clone());
            return this;
        }

        /** Texts at which generation ends; not part of the text. */
        public Builder stop(List<String> stop) {
            this.stop = List.copyOf(stop);
            return this;
        }

        /** What a stream carries besides the text; sent with streams only. */
        public Builder streamOptions(StreamOptions streamOptions) {
            this.streamOptions = streamOptions;
            return this;
        }

        /** What comes after the completion, for models that fill in the middle. */
        public Builder suffix(String suffix) {
            this.suffix = suffix;
            return this;
        }

        /** 0 to 2; higher is more random. */
        public Builder temperature(double temperature) {
            this.temperature = temperature;
            return this;
        }

        /** 0 to 1; the share of probability from which tokens are sampled. */
        public Builder topP(double topP) {
            this.topP = topP;
            return this;
        }

        /** The end user on whose behalf the request is, for the detection of abuse. */
        public Builder user(String user) {
            this.user = user;
            return this;
        }

        /**
         * Sends a property that this builder has no method for.
         *
         * @param name as it stands in the JSON
         */
        public Builder additionalProperty(String name, JsonValue value) {
            additionalProperties.put(name, value);
            return this;
        }

        /**
         * Sends the properties of an extension, in place of those of the same names that are set already.
         *
         * @param extension such as those of {@code dev.completions4j.extensions}
         */
        public Builder extension(RequestExtension extension) {
            additionalProperties.putAll(extension.properties());
            return this;
        }

        /**
         * The request.
         *
         * @throws IllegalStateException if no model is set
         */
        public CompletionRequest build() {
            if (model == null) {
                throw new IllegalStateException(
                        "model is not set; call model(\"…\") with a name that the server knows");
            }
            return new CompletionRequest(
                    model,
                    prompt,
                    bestOf,
                    echo,
                    frequencyPenalty,
                    logitBias,
                    logprobs,
                    maxTokens,
                    n,
                    presencePenalty,
                    seed,
                    stop,
                    streamOptions,
                    suffix,
                    temperature,
                    topP,
                    user,
                    additionalProperties);
        }
    }
}
