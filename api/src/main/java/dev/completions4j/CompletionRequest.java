// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request for a completion: the model, the prompt and the sampling parameters.
 *
 * <p>A property that is null is not sent, and the server's default applies. Values are not checked when a request is
 * built, because the permitted values depend on the server; the client checks them against the {@link ServerProfile}
 * before it sends the request. The JSON property {@code stream} is not part of a request:
 * {@link CompletionsClient#stream} and {@link CompletionsClient#complete} set it.
 *
 * <p>Immutable. {@code toString} contains neither the prompt nor the suffix.
 *
 * @since 0.1.0
 */
public final class CompletionRequest {

    private final String model;
    private final @Nullable Prompt prompt;
    private final @Nullable Integer bestOf;
    private final @Nullable Boolean echo;
    private final @Nullable Double frequencyPenalty;
    private final @Nullable Map<Integer, Double> logitBias;
    private final @Nullable Integer logprobs;
    private final @Nullable Integer maxTokens;
    private final @Nullable Integer n;
    private final @Nullable Double presencePenalty;
    private final @Nullable Long seed;
    private final @Nullable List<String> stop;
    private final @Nullable StreamOptions streamOptions;
    private final @Nullable String suffix;
    private final @Nullable Double temperature;
    private final @Nullable Double topP;
    private final @Nullable String user;
    private final Map<String, JsonValue> additionalProperties;

    private CompletionRequest(Builder builder, String model) {
        this.model = model;
        prompt = builder.prompt;
        bestOf = builder.bestOf;
        echo = builder.echo;
        frequencyPenalty = builder.frequencyPenalty;
        logitBias = builder.logitBias == null ? null : Copies.of(builder.logitBias);
        logprobs = builder.logprobs;
        maxTokens = builder.maxTokens;
        n = builder.n;
        presencePenalty = builder.presencePenalty;
        seed = builder.seed;
        stop = builder.stop == null ? null : List.copyOf(builder.stop);
        streamOptions = builder.streamOptions;
        suffix = builder.suffix;
        temperature = builder.temperature;
        topP = builder.topP;
        user = builder.user;
        additionalProperties = Copies.of(builder.additionalProperties);
    }

    /** Returns a new builder. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a new builder with the properties of this request. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Returns the name of the model. */
    public String model() {
        return model;
    }

    /** Returns the text or tokens to continue; null if the model is to begin a new document. */
    public @Nullable Prompt prompt() {
        return prompt;
    }

    /** Returns the number of candidates that the server generates and chooses the best {@link #n} from. */
    public @Nullable Integer bestOf() {
        return bestOf;
    }

    /** Returns whether the completion's text begins with the prompt. */
    public @Nullable Boolean echo() {
        return echo;
    }

    /** Returns the penalty on tokens in proportion to their frequency in the text so far. */
    public @Nullable Double frequencyPenalty() {
        return frequencyPenalty;
    }

    /** Returns the values added to the logits of tokens, keyed by token id. */
    public @Nullable Map<Integer, Double> logitBias() {
        return logitBias;
    }

    /** Returns the number of most likely tokens to report at each position. */
    public @Nullable Integer logprobs() {
        return logprobs;
    }

    /** Returns the maximum number of tokens to generate for each choice. */
    public @Nullable Integer maxTokens() {
        return maxTokens;
    }

    /** Returns the number of choices for each prompt. */
    public @Nullable Integer n() {
        return n;
    }

    /** Returns the penalty on tokens that occur in the text so far. */
    public @Nullable Double presencePenalty() {
        return presencePenalty;
    }

    /** Returns the seed of the sampling. */
    public @Nullable Long seed() {
        return seed;
    }

    /** Returns the stop sequences, at which generation ends. */
    public @Nullable List<String> stop() {
        return stop;
    }

    /** Returns the stream options; sent with streaming requests only. */
    public @Nullable StreamOptions streamOptions() {
        return streamOptions;
    }

    /** Returns the text that follows the completion, for models that fill in the middle. */
    public @Nullable String suffix() {
        return suffix;
    }

    /** Returns the sampling temperature. */
    public @Nullable Double temperature() {
        return temperature;
    }

    /** Returns the probability mass of the tokens to sample from (nucleus sampling). */
    public @Nullable Double topP() {
        return topP;
    }

    /** Returns the identifier of the end user. */
    public @Nullable String user() {
        return user;
    }

    /** Returns the properties not modeled here, keyed by JSON name, such as a server's own sampling parameters. */
    public Map<String, JsonValue> additionalProperties() {
        return additionalProperties;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CompletionRequest that && properties().equals(that.properties());
    }

    @Override
    public int hashCode() {
        return properties().hashCode();
    }

    /** All properties; not an accessor for callers, since order and types change when properties are added. */
    private List<@Nullable Object> properties() {
        return Arrays.asList(
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

    /** Returns the properties that are set; the prompt only by its size. */
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

    /**
     * A builder of requests.
     *
     * <p>Only the model is required. A property that is {@code null} is not sent, which is the default. Not safe for
     * use by multiple threads.
     */
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

        /**
         * Sets the model. Required.
         *
         * @param model the model's name, as the server lists it
         */
        public Builder model(String model) {
            this.model = model;
            return this;
        }

        /**
         * Sets the text or tokens to continue.
         *
         * @param prompt one prompt, or several that are completed separately; null lets the model begin a new document
         */
        public Builder prompt(@Nullable Prompt prompt) {
            this.prompt = prompt;
            return this;
        }

        /**
         * Sets the text to continue.
         *
         * @param text the text, possibly empty; null lets the model begin a new document
         */
        public Builder prompt(@Nullable String text) {
            return prompt(text == null ? null : Prompt.of(text));
        }

        /**
         * Sets the number of candidates that the server generates and chooses the best {@code n} from.
         *
         * @param bestOf at least {@code n}; null is not sent
         */
        public Builder bestOf(@Nullable Integer bestOf) {
            this.bestOf = bestOf;
            return this;
        }

        /**
         * Sets whether the completion's text begins with the prompt.
         *
         * @param echo null is not sent
         */
        public Builder echo(@Nullable Boolean echo) {
            this.echo = echo;
            return this;
        }

        /**
         * Sets the penalty on tokens in proportion to their frequency in the text so far.
         *
         * @param frequencyPenalty -2 to 2; positive values make repetition less likely
         */
        public Builder frequencyPenalty(double frequencyPenalty) {
            this.frequencyPenalty = frequencyPenalty;
            return this;
        }

        /**
         * Sets the penalty on frequent tokens, as {@link #frequencyPenalty(double)} does.
         *
         * @param frequencyPenalty -2 to 2; null is not sent
         */
        public Builder frequencyPenalty(@Nullable Double frequencyPenalty) {
            this.frequencyPenalty = frequencyPenalty;
            return this;
        }

        /**
         * Sets the value added to the logit of one token.
         *
         * @param token the token's id
         * @param bias -100 to 100; -100 effectively bans the token, 100 effectively forces it
         */
        public Builder logitBias(int token, double bias) {
            return logitBias(token, Double.valueOf(bias));
        }

        /**
         * Sets the value added to the logit of one token, as {@link #logitBias(int, double)} does.
         *
         * @param token the token's id
         * @param bias -100 to 100; null removes the token's bias
         */
        public Builder logitBias(int token, @Nullable Double bias) {
            Map<Integer, Double> biases = logitBias == null ? new LinkedHashMap<>() : logitBias;
            Copies.put(biases, token, bias);
            logitBias = biases.isEmpty() ? null : biases;
            return this;
        }

        /**
         * Sets the values added to the logits of tokens; replaces all that were set before.
         *
         * @param logitBias values of -100 to 100, keyed by token id; null is not sent
         */
        public Builder logitBias(@Nullable Map<Integer, Double> logitBias) {
            this.logitBias = logitBias == null ? null : new LinkedHashMap<>(logitBias);
            return this;
        }

        /**
         * Sets the number of most likely tokens to report, with log probabilities, at each position.
         *
         * @param logprobs 0 to 5 on OpenAI; null is not sent
         */
        public Builder logprobs(@Nullable Integer logprobs) {
            this.logprobs = logprobs;
            return this;
        }

        /**
         * Sets the maximum number of tokens to generate for each choice.
         *
         * @param maxTokens OpenAI's default is 16; null is not sent
         */
        public Builder maxTokens(@Nullable Integer maxTokens) {
            this.maxTokens = maxTokens;
            return this;
        }

        /**
         * Sets the number of choices for each prompt.
         *
         * @param n a positive number; null is not sent
         */
        public Builder n(@Nullable Integer n) {
            this.n = n;
            return this;
        }

        /**
         * Sets the penalty on tokens that occur in the text so far.
         *
         * @param presencePenalty -2 to 2; positive values make new tokens more likely
         */
        public Builder presencePenalty(double presencePenalty) {
            this.presencePenalty = presencePenalty;
            return this;
        }

        /**
         * Sets the penalty on tokens that occur in the text so far, as {@link #presencePenalty(double)} does.
         *
         * @param presencePenalty -2 to 2; null is not sent
         */
        public Builder presencePenalty(@Nullable Double presencePenalty) {
            this.presencePenalty = presencePenalty;
            return this;
        }

        /**
         * Sets the seed of the sampling, for results that are reproducible as far as the server supports it.
         *
         * @param seed any number
         */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /**
         * Sets the seed of the sampling, as {@link #seed(long)} does.
         *
         * @param seed any number; null is not sent
         */
        public Builder seed(@Nullable Long seed) {
            this.seed = seed;
            return this;
        }

        /**
         * Sets the stop sequences, at which generation ends. They are not part of the completion's text.
         *
         * @param stop the texts
         */
        public Builder stop(String... stop) {
            this.stop = Arrays.asList(stop.clone());
            return this;
        }

        /**
         * Sets the stop sequences, as {@link #stop(String...)} does.
         *
         * @param stop the texts; null is not sent
         */
        public Builder stop(@Nullable List<String> stop) {
            this.stop = stop == null ? null : List.copyOf(stop);
            return this;
        }

        /**
         * Sets the stream options. They are sent with streaming requests only.
         *
         * @param streamOptions null is not sent
         */
        public Builder streamOptions(@Nullable StreamOptions streamOptions) {
            this.streamOptions = streamOptions;
            return this;
        }

        /**
         * Sets the text that follows the completion, for models that fill in the middle.
         *
         * @param suffix null is not sent
         */
        public Builder suffix(@Nullable String suffix) {
            this.suffix = suffix;
            return this;
        }

        /**
         * Sets the sampling temperature.
         *
         * @param temperature 0 to 2; higher values make the output more random
         */
        public Builder temperature(double temperature) {
            this.temperature = temperature;
            return this;
        }

        /**
         * Sets the sampling temperature, as {@link #temperature(double)} does.
         *
         * @param temperature 0 to 2; null is not sent
         */
        public Builder temperature(@Nullable Double temperature) {
            this.temperature = temperature;
            return this;
        }

        /**
         * Sets the probability mass of the tokens to sample from (nucleus sampling).
         *
         * @param topP 0 to 1
         */
        public Builder topP(double topP) {
            this.topP = topP;
            return this;
        }

        /**
         * Sets the probability mass of the tokens to sample from, as {@link #topP(double)} does.
         *
         * @param topP 0 to 1; null is not sent
         */
        public Builder topP(@Nullable Double topP) {
            this.topP = topP;
            return this;
        }

        /**
         * Sets the identifier of the end user, which helps the server to detect abuse.
         *
         * @param user an identifier of the caller's choice; null is not sent
         */
        public Builder user(@Nullable String user) {
            this.user = user;
            return this;
        }

        /**
         * Sets a property that this builder has no method for.
         *
         * @param name the JSON name
         * @param value the value; null removes the property, whereas {@link JsonValue#nullValue()} sends a JSON null
         */
        public Builder additionalProperty(String name, @Nullable JsonValue value) {
            Copies.put(additionalProperties, name, value);
            return this;
        }

        /**
         * Adds the properties of an extension to the additional properties; they replace properties of the same names.
         *
         * @param extension an extension, such as a class in {@code dev.completions4j.extensions}
         */
        public Builder extension(RequestExtension extension) {
            additionalProperties.putAll(extension.properties());
            return this;
        }

        /**
         * Returns the request.
         *
         * @throws IllegalStateException if no model is set
         */
        public CompletionRequest build() {
            if (model == null) {
                throw new IllegalStateException(
                        "model is not set; call model(\"…\") with the name of a model that the server has");
            }
            return new CompletionRequest(this, model);
        }
    }
}
