// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.flink;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/**
 * The options of {@code CREATE MODEL … WITH ('provider' = 'completions', …)}.
 *
 * <p>An option that is not set has the default of the client, or is not sent to the server.
 *
 * @since 0.1.0
 */
public final class ModelOptions {

    /** The URL of the server, with or without {@code /v1}; several equivalent servers are separated by semicolons. */
    public static final ConfigOption<List<String>> BASE_URL = ConfigOptions.key("base-url")
            .stringType()
            .asList()
            .noDefaultValue()
            .withDescription("URL of the server; several equivalent servers are separated by semicolons.");

    /** The name of the model. */
    public static final ConfigOption<String> MODEL = text("model", "Name of the model.");

    /** The file that contains the API key, on every task manager. */
    public static final ConfigOption<String> API_KEY_FILE =
            text("api-key-file", "File on every task manager that contains the API key.");

    /** The environment variable that contains the API key, on every task manager. */
    public static final ConfigOption<String> API_KEY_ENV =
            text("api-key-env", "Environment variable of every task manager that contains the API key.");

    /** Headers, such as {@code 'X-Tenant:/run/secrets/tenant'}: the name, and the file that contains the value. */
    public static final ConfigOption<Map<String, String>> HEADER_FILE = ConfigOptions.key("header-file")
            .mapType()
            .noDefaultValue()
            .withDescription("Headers by name, with the file on every task manager that contains the value.");

    /** Headers, such as {@code 'X-Tenant:TENANT'}: the name, and the environment variable that contains the value. */
    public static final ConfigOption<Map<String, String>> HEADER_ENV = ConfigOptions.key("header-env")
            .mapType()
            .noDefaultValue()
            .withDescription("Headers by name, with the environment variable that contains the value.");

    /** The kind of server, such as {@code vllm}; by default derived from the URL. */
    public static final ConfigOption<Profile> PROFILE = ConfigOptions.key("profile")
            .enumType(Profile.class)
            .noDefaultValue()
            .withDescription("Kind of server; by default derived from the URL.");

    /** The organization that calls are billed to. */
    public static final ConfigOption<String> ORGANIZATION =
            text("organization", "Organization that calls are billed to.");

    /** The project that calls are billed to. */
    public static final ConfigOption<String> PROJECT = text("project", "Project that calls are billed to.");

    /** The name of the transport, such as {@code jdk}. */
    public static final ConfigOption<String> TRANSPORT = text("transport", "Name of the transport.");

    /** Whether tasks fail if an API key would be sent without TLS to another machine. */
    public static final ConfigOption<Boolean> REQUIRE_TLS = ConfigOptions.key("require-tls")
            .booleanType()
            .defaultValue(false)
            .withDescription("Whether to fail if an API key would be sent without TLS to another machine.");

    /** Whether calls wait so as to stay within the rate limits that the server reports. */
    public static final ConfigOption<Boolean> PACE_BY_RATE_LIMITS = ConfigOptions.key("pace-by-rate-limits")
            .booleanType()
            .defaultValue(false)
            .withDescription("Whether calls wait so as to stay within the rate limits that the server reports.");

    /** The maximum number of calls in flight per task, below that of {@code ML_PREDICT}. */
    public static final ConfigOption<Integer> MAX_IN_FLIGHT =
            number("max-in-flight", "Maximum number of calls in flight per task.");

    /** The time limit of a row, all waiting and retries included; by default nine tenths of the timeout of {@code ML_PREDICT}. */
    public static final ConfigOption<Duration> TIMEOUT =
            duration("timeout", "Time limit of a row, waiting and retries included; below the timeout of ML_PREDICT.");

    /** The connect timeout. */
    public static final ConfigOption<Duration> CONNECT_TIMEOUT = duration("connect-timeout", "Connect timeout.");

    /** The time from sending the request to the response headers. */
    public static final ConfigOption<Duration> RESPONSE_HEADERS_TIMEOUT =
            duration("response-headers-timeout", "Time from sending the request to the response headers.");

    /** The time between two reads of a response. */
    public static final ConfigOption<Duration> READ_IDLE_TIMEOUT =
            duration("read-idle-timeout", "Time between two reads of a response.");

    /** What to do when a call fails. */
    public static final ConfigOption<ErrorHandlingStrategy> ERROR_HANDLING_STRATEGY = ConfigOptions.key(
                    "error-handling-strategy")
            .enumType(ErrorHandlingStrategy.class)
            .defaultValue(ErrorHandlingStrategy.RETRY)
            .withDescription("What to do when a call fails.");

    /** The maximum number of retries of a call. */
    public static final ConfigOption<Integer> RETRY_NUM = ConfigOptions.key("retry-num")
            .intType()
            .defaultValue(100)
            .withDescription("Maximum number of retries of a call; 'timeout' may end it earlier.");

    /** What to do when the retries are exhausted. */
    public static final ConfigOption<RetryFallbackStrategy> RETRY_FALLBACK_STRATEGY = ConfigOptions.key(
                    "retry-fallback-strategy")
            .enumType(RetryFallbackStrategy.class)
            .defaultValue(RetryFallbackStrategy.FAILOVER)
            .withDescription("What to do when the retries are exhausted.");

    /** The maximum number of prompts that travel as one request; 1 sends each on its own. */
    public static final ConfigOption<Integer> COALESCE_MAX_PROMPTS = ConfigOptions.key("coalesce-max-prompts")
            .intType()
            .defaultValue(1)
            .withDescription("Maximum number of prompts in one request; 1 sends each on its own.");

    /** The time that a prompt waits for others to travel with; below the time limit of a row. */
    public static final ConfigOption<Duration> COALESCE_MAX_DELAY = ConfigOptions.key("coalesce-max-delay")
            .durationType()
            .defaultValue(Duration.ofMillis(10))
            .withDescription("Time that a prompt waits for others to travel with; below 'timeout'.");

    /** The maximum number of tokens to generate. */
    public static final ConfigOption<Integer> MAX_TOKENS =
            number("max-tokens", "Maximum number of tokens to generate.");

    /** The sampling temperature, 0 to 2. */
    public static final ConfigOption<Double> TEMPERATURE = decimal("temperature", "Sampling temperature, 0 to 2.");

    /** The probability mass of the tokens to sample from, 0 to 1. */
    public static final ConfigOption<Double> TOP_P =
            decimal("top-p", "Probability mass of the tokens to sample from, 0 to 1.");

    /** The number of choices; each becomes a row. */
    public static final ConfigOption<Integer> N = number("n", "Number of choices; each becomes a row.");

    /** The number of choices that the server generates to return the best of them. */
    public static final ConfigOption<Integer> BEST_OF =
            number("best-of", "Number of choices that the server generates to return the best of them.");

    /** Whether the completion begins with the prompt. */
    public static final ConfigOption<Boolean> ECHO = ConfigOptions.key("echo")
            .booleanType()
            .noDefaultValue()
            .withDescription("Whether the completion begins with the prompt.");

    /** The penalty of tokens by their frequency, -2 to 2. */
    public static final ConfigOption<Double> FREQUENCY_PENALTY =
            decimal("frequency-penalty", "Penalty of tokens by their frequency, -2 to 2.");

    /** The penalty of tokens that have occurred, -2 to 2. */
    public static final ConfigOption<Double> PRESENCE_PENALTY =
            decimal("presence-penalty", "Penalty of tokens that have occurred, -2 to 2.");

    /** Biases by token id, such as {@code '50256:-100,15:5'}; -100 to 100. */
    public static final ConfigOption<Map<String, String>> LOGIT_BIAS = ConfigOptions.key("logit-bias")
            .mapType()
            .noDefaultValue()
            .withDescription("Biases by token id, -100 to 100.");

    /** The number of most likely tokens to report for each token; for the columns of log probabilities, 0 suffices. */
    public static final ConfigOption<Integer> LOGPROBS =
            number("logprobs", "Number of most likely tokens to report for each token.");

    /** The seed for reproducible sampling. */
    public static final ConfigOption<Long> SEED =
            ConfigOptions.key("seed").longType().noDefaultValue().withDescription("Seed for reproducible sampling.");

    /** The stop sequences, separated by semicolons; quote those that contain white space or semicolons. */
    public static final ConfigOption<List<String>> STOP = ConfigOptions.key("stop")
            .stringType()
            .asList()
            .noDefaultValue()
            .withDescription("Stop sequences, separated by semicolons.");

    /** The text after the completion, for models that fill in the middle. */
    public static final ConfigOption<String> SUFFIX =
            text("suffix", "Text after the completion, for models that fill in the middle.");

    /** The identifier of the end user. */
    public static final ConfigOption<String> USER = text("user", "Identifier of the end user.");

    /** Further properties of the request as a JSON object, such as {@code '{"top_k": 20}'}. */
    public static final ConfigOption<String> ADDITIONAL_PROPERTIES =
            text("additional-properties", "Further properties of the request, as a JSON object.");

    private ModelOptions() {}

    private static ConfigOption<String> text(String key, String description) {
        return ConfigOptions.key(key).stringType().noDefaultValue().withDescription(description);
    }

    private static ConfigOption<Integer> number(String key, String description) {
        return ConfigOptions.key(key).intType().noDefaultValue().withDescription(description);
    }

    private static ConfigOption<Double> decimal(String key, String description) {
        return ConfigOptions.key(key).doubleType().noDefaultValue().withDescription(description);
    }

    private static ConfigOption<Duration> duration(String key, String description) {
        return ConfigOptions.key(key).durationType().noDefaultValue().withDescription(description);
    }
}
