// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.flink;

import dev.completions4j.CompletionRequest;
import dev.completions4j.Timeout;
import java.io.Serializable;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;
import org.jspecify.annotations.Nullable;

/**
 * What the options of a model say, validated and serializable.
 *
 * @param client the client of each task
 * @param template the properties of all requests
 * @param ignoresFailures whether a failed call does not fail the job
 * @param maxPrompts the maximum number of prompts in one request
 * @param maxDelay the time that a prompt waits for others
 * @param timeout the time limit of a row; null if that of {@code ML_PREDICT} decides
 */
record ModelSettings(
        ClientDescription client,
        RequestTemplate template,
        boolean ignoresFailures,
        int maxPrompts,
        Duration maxDelay,
        @Nullable Duration timeout)
        implements Serializable {

    /**
     * Reads the options, whose values conform to {@link OptionRules}.
     *
     * @throws ValidationException if the options contradict each other
     */
    static ModelSettings of(ReadableConfig options) {
        return new ModelSettings(
                client(options),
                RequestTemplate.of(request(options)),
                strategy(options) == ErrorHandlingStrategy.IGNORE,
                options.get(ModelOptions.COALESCE_MAX_PROMPTS),
                options.get(ModelOptions.COALESCE_MAX_DELAY),
                options.get(ModelOptions.TIMEOUT));
    }

    /** Returns what happens when a call has failed for good. */
    private static ErrorHandlingStrategy strategy(ReadableConfig options) {
        ErrorHandlingStrategy strategy = options.get(ModelOptions.ERROR_HANDLING_STRATEGY);
        return strategy == ErrorHandlingStrategy.RETRY
                ? options.get(ModelOptions.RETRY_FALLBACK_STRATEGY).strategy()
                : strategy;
    }

    private static int maxAttempts(ReadableConfig options) {
        return options.get(ModelOptions.ERROR_HANDLING_STRATEGY) == ErrorHandlingStrategy.RETRY
                ? options.get(ModelOptions.RETRY_NUM) + 1
                : 1;
    }

    private static ClientDescription client(ReadableConfig options) {
        ClientDescription.Builder builder = ClientDescription.builder()
                .baseUrls(options.get(ModelOptions.BASE_URL))
                .profile(options.get(ModelOptions.PROFILE))
                .apiKey(apiKey(options))
                .organization(options.get(ModelOptions.ORGANIZATION))
                .project(options.get(ModelOptions.PROJECT))
                .transport(options.get(ModelOptions.TRANSPORT))
                .requireTls(options.get(ModelOptions.REQUIRE_TLS))
                .paceByRateLimits(options.get(ModelOptions.PACE_BY_RATE_LIMITS))
                .maxInFlight(options.get(ModelOptions.MAX_IN_FLIGHT))
                .connectTimeout(options.get(ModelOptions.CONNECT_TIMEOUT))
                .timeout(Timeout.RESPONSE_HEADERS, options.get(ModelOptions.RESPONSE_HEADERS_TIMEOUT))
                .timeout(Timeout.READ_IDLE, options.get(ModelOptions.READ_IDLE_TIMEOUT))
                .maxAttempts(maxAttempts(options));
        entries(options, ModelOptions.HEADER_FILE)
                .forEach((header, file) -> builder.header(header, Secret.fromFile(file)));
        entries(options, ModelOptions.HEADER_ENV)
                .forEach((header, variable) -> builder.header(header, Secret.fromEnvironment(variable)));
        try {
            return builder.build();
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new ValidationException("The options describe no valid client: " + e.getMessage(), e);
        }
    }

    private static @Nullable Secret apiKey(ReadableConfig options) {
        String file = options.get(ModelOptions.API_KEY_FILE);
        String variable = options.get(ModelOptions.API_KEY_ENV);
        if (file != null && variable != null) {
            throw new ValidationException("Options 'api-key-file' and 'api-key-env' are both set; set one of them");
        }
        if (file != null) {
            return Secret.fromFile(file);
        }
        return variable == null ? null : Secret.fromEnvironment(variable);
    }

    private static CompletionRequest request(ReadableConfig options) {
        CompletionRequest.Builder builder = CompletionRequest.builder()
                .model(options.get(ModelOptions.MODEL))
                .maxTokens(options.get(ModelOptions.MAX_TOKENS))
                .temperature(options.get(ModelOptions.TEMPERATURE))
                .topP(options.get(ModelOptions.TOP_P))
                .n(options.get(ModelOptions.N))
                .bestOf(options.get(ModelOptions.BEST_OF))
                .echo(options.get(ModelOptions.ECHO))
                .frequencyPenalty(options.get(ModelOptions.FREQUENCY_PENALTY))
                .presencePenalty(options.get(ModelOptions.PRESENCE_PENALTY))
                .logprobs(options.get(ModelOptions.LOGPROBS))
                .seed(options.get(ModelOptions.SEED))
                .stop(options.get(ModelOptions.STOP))
                .suffix(options.get(ModelOptions.SUFFIX))
                .user(options.get(ModelOptions.USER));
        Map<String, String> biases = entries(options, ModelOptions.LOGIT_BIAS);
        if (!biases.isEmpty()) {
            Map<Integer, Double> byToken = new LinkedHashMap<>();
            biases.forEach((token, bias) -> byToken.put(Integer.valueOf(token), Double.valueOf(bias)));
            builder.logitBias(byToken);
        }
        String additional = options.get(ModelOptions.ADDITIONAL_PROPERTIES);
        if (additional != null) {
            JsonText.object(ModelOptions.ADDITIONAL_PROPERTIES.key(), additional)
                    .forEach(builder::additionalProperty);
        }
        return builder.build();
    }

    private static Map<String, String> entries(ReadableConfig options, ConfigOption<Map<String, String>> option) {
        Map<String, String> entries = options.get(option);
        return entries == null ? Map.of() : entries;
    }
}
