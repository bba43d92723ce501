// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.request;

import dev.completions4j.CompletionRequest;
import dev.completions4j.JsonValue;
import dev.completions4j.JsonValue.JsonNumber;
import dev.completions4j.cli.config.Numbers;
import dev.completions4j.cli.config.Setting;
import dev.completions4j.cli.config.Settings;
import dev.completions4j.cli.failure.UsageException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that become properties of a request. */
public final class RequestOptions {

    /** Properties that the commands set themselves, and how to influence them. */
    private static final Map<String, String> RESERVED = Map.of(
            "model", "name it with --model",
            "prompt", "give the prompt as an argument or a file",
            "stream", "leave it out; complete streams unless --no-stream is given",
            "stream_options", "leave it out; a stream always reports usage if the server can");

    @Option(
            names = {"-m", "--model"},
            paramLabel = "NAME",
            description = "The model. Default: the server's only one; OpenAI's model for completions at OpenAI.")
    private @Nullable String model;

    @Option(names = "--max-tokens", paramLabel = "COUNT", description = "Maximum number of tokens to generate.")
    private @Nullable String maxTokens;

    @Option(names = "--n", paramLabel = "COUNT", description = "Number of completions to generate.")
    private @Nullable Integer n;

    @Option(names = "--temperature", paramLabel = "NUMBER", description = "Randomness, from 0 to 2.")
    private @Nullable String temperature;

    @Option(names = "--top-p", paramLabel = "NUMBER", description = "Probability mass of the tokens to sample from.")
    private @Nullable Double topP;

    @Option(names = "--seed", paramLabel = "NUMBER", description = "Seed for reproducible text.")
    private @Nullable Long seed;

    @Option(names = "--stop", paramLabel = "TEXT", description = "Stop sequence. May be repeated.")
    private @Nullable List<String> stop;

    @Option(names = "--suffix", paramLabel = "TEXT", description = "Text that follows the completion.")
    private @Nullable String suffix;

    @Option(names = "--echo", description = "Repeat the prompt before the completion.")
    private boolean echo;

    @Option(
            names = "--logprobs",
            paramLabel = "COUNT",
            description = {"Return log probabilities of each token and of its COUNT most likely alternatives."})
    private @Nullable Integer logprobs;

    @Option(
            names = "--best-of",
            paramLabel = "COUNT",
            description = {
                "Number of completions that the server generates to return the best of them. Not possible in streams."
            })
    private @Nullable Integer bestOf;

    @Option(
            names = "--frequency-penalty",
            paramLabel = "NUMBER",
            description = "Penalty for frequent tokens, from -2 to 2.")
    private @Nullable Double frequencyPenalty;

    @Option(
            names = "--presence-penalty",
            paramLabel = "NUMBER",
            description = "Penalty for tokens that occurred, from -2 to 2.")
    private @Nullable Double presencePenalty;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = {
                "A further property of the request, such as top_k=40; VALUE is JSON or a text. May be repeated."
            })
    private List<String> further = List.of();

    /** Returns the value of {@code --model}; null if it is absent. */
    public @Nullable String model() {
        return model;
    }

    /** Returns whether log probabilities are requested. */
    public boolean hasLogprobs() {
        return logprobs != null || further().containsKey("logprobs");
    }

    /** Returns how many completions are requested. */
    public int choices() {
        if (n != null) {
            return n;
        }
        return further().get("n") instanceof JsonNumber number ? number.value().intValue() : 1;
    }

    /**
     * Returns the request.
     *
     * @param settings have defaults of some properties
     * @param model the model's name
     * @param prompt the prompt
     * @throws UsageException if a property cannot be sent
     */
    public CompletionRequest request(Settings settings, String model, String prompt) {
        CompletionRequest.Builder request = CompletionRequest.builder()
                .model(model)
                .prompt(prompt)
                .maxTokens(setting(settings, Setting.MAX_TOKENS, maxTokens, Numbers::whole))
                .temperature(setting(settings, Setting.TEMPERATURE, temperature, Numbers::any))
                .n(n)
                .topP(topP)
                .seed(seed)
                .stop(stop)
                .suffix(suffix)
                .echo(echo ? Boolean.TRUE : null)
                .logprobs(logprobs)
                .bestOf(bestOf)
                .frequencyPenalty(frequencyPenalty)
                .presencePenalty(presencePenalty);
        further().forEach(request::additionalProperty);
        return request.build();
    }

    /** Returns the properties of {@code --set}. */
    private Map<String, JsonValue> further() {
        Map<String, JsonValue> properties = new LinkedHashMap<>();
        for (String property : further) {
            int equals = property.indexOf('=');
            if (equals < 1) {
                throw new UsageException("--set has no equals sign after a name; write it as in --set top_k=40");
            }
            String name = property.substring(0, equals);
            if (RESERVED.containsKey(name)) {
                throw new UsageException("--set cannot set " + name + "; " + RESERVED.get(name));
            }
            properties.put(name, value(property.substring(equals + 1)));
        }
        return properties;
    }

    /** Returns the value of a setting, but not that of environment and config file if {@code --set} has one. */
    private <T> @Nullable T setting(
            Settings settings, Setting setting, @Nullable String option, Function<String, T> conversion) {
        boolean isSet = option == null && further().containsKey(setting.key().replace('-', '_'));
        return isSet ? null : settings.value(setting, option, conversion);
    }

    private static JsonValue value(String text) {
        try {
            return JsonValue.parse(text);
        } catch (IllegalArgumentException e) {
            return JsonValue.of(text);
        }
    }
}
