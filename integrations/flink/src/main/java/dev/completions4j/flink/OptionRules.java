// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.flink;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;

/** Which values the options may have. Checked when a query is planned, so that a mistake is not found by a task. */
final class OptionRules {

    private static final List<Rule<?>> RULES = List.of(
            new Rule<>(ModelOptions.PROFILE, "one of " + Arrays.toString(Profile.values()), each -> true),
            new Rule<>(ModelOptions.REQUIRE_TLS, "true or false", each -> true),
            new Rule<>(ModelOptions.PACE_BY_RATE_LIMITS, "true or false", each -> true),
            positive(ModelOptions.MAX_IN_FLIGHT),
            positiveDuration(ModelOptions.TIMEOUT),
            positiveDuration(ModelOptions.CONNECT_TIMEOUT),
            positiveDuration(ModelOptions.RESPONSE_HEADERS_TIMEOUT),
            positiveDuration(ModelOptions.READ_IDLE_TIMEOUT),
            new Rule<>(ModelOptions.ERROR_HANDLING_STRATEGY, "retry, failover or ignore", each -> true),
            new Rule<>(
                    ModelOptions.RETRY_NUM, "an integer of at least 0", each -> each >= 0 && each < Integer.MAX_VALUE),
            new Rule<>(ModelOptions.RETRY_FALLBACK_STRATEGY, "failover or ignore", each -> true),
            positive(ModelOptions.COALESCE_MAX_PROMPTS),
            positiveDuration(ModelOptions.COALESCE_MAX_DELAY),
            new Rule<>(ModelOptions.MAX_TOKENS, "an integer of at least 0", each -> each >= 0),
            range(ModelOptions.TEMPERATURE, 0, 2),
            range(ModelOptions.TOP_P, 0, 1),
            positive(ModelOptions.N),
            positive(ModelOptions.BEST_OF),
            new Rule<>(ModelOptions.ECHO, "true or false", each -> true),
            range(ModelOptions.FREQUENCY_PENALTY, -2, 2),
            range(ModelOptions.PRESENCE_PENALTY, -2, 2),
            new Rule<>(
                    ModelOptions.LOGIT_BIAS,
                    "biases from -100 to 100 by token id, such as '50256:-100,15:5'",
                    OptionRules::areBiases),
            new Rule<>(ModelOptions.LOGPROBS, "an integer of at least 0", each -> each >= 0),
            new Rule<>(ModelOptions.SEED, "an integer", each -> true));

    private OptionRules() {}

    /**
     * Checks the values of a model's options.
     *
     * @param options the options as they were given
     * @throws ValidationException if a value is invalid; the message names the option, the value and what is expected
     */
    static void check(Map<String, String> options) {
        ReadableConfig config = Configuration.fromMap(options);
        RULES.forEach(rule -> rule.check(config, options));
        int choices = config.get(ModelOptions.N) == null ? 1 : config.get(ModelOptions.N);
        Integer bestOf = config.get(ModelOptions.BEST_OF);
        if (bestOf != null && bestOf < choices) {
            throw new ValidationException(
                    "Option 'best-of' is " + bestOf + "; it must be at least 'n', which is " + choices);
        }
    }

    private static Rule<Integer> positive(ConfigOption<Integer> option) {
        return new Rule<>(option, "a positive integer", each -> each > 0);
    }

    private static Rule<Duration> positiveDuration(ConfigOption<Duration> option) {
        return new Rule<>(option, "a positive duration, such as '30 s'", each -> !each.isZero() && !each.isNegative());
    }

    private static Rule<Double> range(ConfigOption<Double> option, int from, int to) {
        return new Rule<>(option, "a number from " + from + " to " + to, each -> each >= from && each <= to);
    }

    private static boolean areBiases(Map<String, String> biases) {
        Collection<String> values = biases.values();
        return biases.keySet().stream().mapToInt(Integer::parseInt).allMatch(token -> token >= 0)
                && values.stream().mapToDouble(Double::parseDouble).allMatch(bias -> bias >= -100 && bias <= 100);
    }

    private record Rule<T>(ConfigOption<T> option, String expected, Predicate<T> valid) {

        void check(ReadableConfig config, Map<String, String> options) {
            RuntimeException invalid = null;
            try {
                if (config.getOptional(option).filter(valid.negate()).isEmpty()) {
                    return;
                }
            } catch (RuntimeException e) {
                invalid = e;
            }
            throw new ValidationException(
                    "Option '" + option.key() + "' is '" + options.get(option.key()) + "'; it must be " + expected,
                    invalid);
        }
    }
}
