// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.servers;

import dev.completions4j.CompletionRequest;
import dev.completions4j.JsonValue;
import dev.completions4j.JsonValue.JsonArray;
import dev.completions4j.JsonValue.JsonBoolean;
import dev.completions4j.JsonValue.JsonNumber;
import dev.completions4j.JsonValue.JsonObject;
import dev.completions4j.JsonValue.JsonString;
import dev.completions4j.ServerProfile;
import dev.completions4j.ServerProfile.Range;
import dev.completions4j.ServerProfile.Rule;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Values of properties that a rule may concern.
 *
 * @param property the JSON name of the property that the rule is about
 * @param values the values by JSON name
 * @param streamed whether the request is streamed
 */
record RuleSample(String property, Map<String, JsonValue> values, boolean streamed) {

    /** Numbers around the limits of servers. */
    private static final double[] NUMBERS = {-101, -2.5, -2, -1, 0, 0.5, 1, 2, 2.5, 5, 21, 101};

    /** The numeric properties of the endpoint's schema, including those without a rule. */
    private static final Set<String> NUMERIC = Set.of(
            "frequency_penalty",
            "logprobs",
            "max_tokens",
            "n",
            "presence_penalty",
            "seed",
            "temperature",
            "top_p",
            "top_k",
            "min_p");

    private static final JsonValue EMPTY = JsonValue.of("");

    /** Values of properties that are not numbers. */
    private static final Map<String, JsonValue> OTHERS = Map.of(
            "suffix", JsonValue.of(" The end."),
            "user", JsonValue.of("someone"),
            "cache_salt", JsonValue.of("salt"),
            "prompt_embeds", JsonValue.of("AAAA"),
            "logprob_token_ids", JsonValue.array(List.of(JsonValue.of(5))),
            "bad_words", JsonValue.array(List.of(JsonValue.of("bad"))),
            "echo", JsonValue.of(true),
            "use_beam_search", JsonValue.of(true));

    /** Returns samples for each rule of a profile, and for each property of the endpoint. */
    static List<RuleSample> of(ServerProfile profile) {
        List<RuleSample> samples = new ArrayList<>();
        Set<String> properties = new TreeSet<>(NUMERIC);
        properties.addAll(List.of("stop", "logit_bias", "user", "echo", "suffix", "best_of"));
        properties.addAll(profile.ranges().keySet());
        properties.addAll(profile.ignored());
        properties.addAll(profile.rejected());
        for (String property : properties) {
            for (JsonValue value : values(property, profile.ranges().get(property))) {
                addBoth(samples, property, Map.of(property, value));
            }
        }
        profile.rules().forEach(rule -> addRule(samples, rule, profile.rules()));
        return samples;
    }

    private static void addBoth(List<RuleSample> samples, String property, Map<String, JsonValue> values) {
        samples.add(new RuleSample(property, values, false));
        samples.add(new RuleSample(property, values, true));
    }

    private static void addRule(List<RuleSample> samples, Rule rule, Set<Rule> all) {
        String property = rule.property();
        if (rule instanceof Rule.AtLeast atLeast) {
            addPairs(samples, property, atLeast.other());
        } else if (rule instanceof Rule.AtMost atMost) {
            addPairs(samples, property, atMost.other());
        } else if (rule instanceof Rule.NotWith notWith) {
            Map<String, JsonValue> values = withNeeded(property, all);
            if (!notWith.other().equals("stream")) {
                values.put(notWith.other(), sample(notWith.other()));
            }
            addBoth(samples, property, Map.copyOf(values));
        } else if (rule instanceof Rule.OnlyWith) {
            addBoth(samples, property, Map.of(property, sample(property)));
            addBoth(samples, property, Map.copyOf(withNeeded(property, all)));
        } else if (rule instanceof Rule.NoEmptyText) {
            boolean list = sample(property) instanceof JsonArray || property.equals("stop");
            addBoth(samples, property, Map.of(property, list ? JsonValue.array(List.of(EMPTY)) : EMPTY));
        } else if (rule instanceof Rule.TokenIdKeys) {
            addBoth(samples, property, Map.of(property, JsonValue.object(Map.of("word", JsonValue.of(1)))));
        } else if (rule instanceof Rule.Conditional conditional) {
            addConditional(samples, conditional);
        } else {
            throw new AssertionError("There is no sample for " + rule);
        }
    }

    /** Returns a property with those that the server requires with it. */
    private static Map<String, JsonValue> withNeeded(String property, Set<Rule> rules) {
        Map<String, JsonValue> values = new LinkedHashMap<>();
        values.put(property, sample(property));
        for (Rule rule : rules) {
            if (rule instanceof Rule.OnlyWith needed && needed.property().equals(property)) {
                values.put(needed.other(), sample(needed.other()));
            }
        }
        return values;
    }

    private static void addPairs(List<RuleSample> samples, String property, String other) {
        addBoth(samples, property, Map.of(property, JsonValue.of(2), other, JsonValue.of(3)));
        addBoth(samples, property, Map.of(property, JsonValue.of(2), other, JsonValue.of(2)));
        addBoth(samples, property, Map.of(property, JsonValue.of(3), other, JsonValue.of(2)));
    }

    /** Adds numbers around the bounds of the range, with its conditions met, and with each exception. */
    private static void addConditional(List<RuleSample> samples, Rule.Conditional rule) {
        Map<String, JsonValue> conditions = new LinkedHashMap<>();
        rule.when().forEach((other, range) -> {
            if (!other.equals("stream")) {
                conditions.put(other, new JsonNumber(range.min() == null ? BigDecimal.ONE : plain(range.min())));
            }
        });
        for (BigDecimal number : numbers(rule.range(), new double[0])) {
            Map<String, JsonValue> values = new LinkedHashMap<>(conditions);
            values.put(rule.property(), new JsonNumber(number));
            addBoth(samples, rule.property(), Map.copyOf(values));
            for (String exception : rule.unless()) {
                Map<String, JsonValue> excepted = new LinkedHashMap<>(values);
                excepted.put(exception, sample(exception));
                addBoth(samples, rule.property(), Map.copyOf(excepted));
            }
        }
    }

    private static JsonValue sample(String property) {
        return OTHERS.getOrDefault(property, JsonValue.of(1));
    }

    private static List<JsonValue> values(String property, @Nullable Range range) {
        JsonValue other = OTHERS.get(property);
        if (other != null) {
            return List.of(other);
        }
        if (property.equals("stop")) {
            return List.of(texts(0), texts(1), texts(4), texts(5), texts(17), JsonValue.array(List.of(EMPTY)));
        }
        List<JsonValue> values = new ArrayList<>();
        for (BigDecimal number : numbers(range, NUMBERS)) {
            JsonValue value = new JsonNumber(number);
            values.add(property.equals("logit_bias") ? JsonValue.object(Map.of("5", value)) : value);
        }
        return values;
    }

    private static Set<BigDecimal> numbers(@Nullable Range range, double[] others) {
        Set<BigDecimal> numbers = new TreeSet<>();
        for (double number : others) {
            numbers.add(plain(BigDecimal.valueOf(number)));
        }
        if (range != null) {
            addAround(range.min(), numbers);
            addAround(range.max(), numbers);
        }
        return numbers;
    }

    private static void addAround(@Nullable BigDecimal bound, Set<BigDecimal> numbers) {
        if (bound != null) {
            numbers.add(plain(bound));
            numbers.add(plain(bound.add(BigDecimal.ONE)));
            numbers.add(plain(bound.subtract(BigDecimal.ONE)));
        }
    }

    /** Returns a number as it is sent: integers without a decimal point. */
    private static BigDecimal plain(BigDecimal number) {
        return new BigDecimal(number.stripTrailingZeros().toPlainString());
    }

    private static JsonValue texts(int count) {
        List<JsonValue> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(JsonValue.of("text " + i));
        }
        return JsonValue.array(texts);
    }

    /** Returns the request with these values instead of its own. */
    CompletionRequest applyTo(CompletionRequest request) {
        CompletionRequest.Builder builder = request.toBuilder();
        values.forEach((name, value) -> {
            switch (name) {
                case "max_tokens" -> builder.maxTokens(null);
                case "temperature" -> builder.temperature(null);
                default -> {}
            }
            builder.additionalProperty(name, value);
        });
        return builder.build();
    }

    @Override
    public String toString() {
        return values.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(each -> each.getKey() + " " + described(each.getValue()))
                        .collect(Collectors.joining(", "))
                + (streamed ? ", streamed" : ", whole");
    }

    private static String described(JsonValue value) {
        if (value instanceof JsonNumber number) {
            return number.value().stripTrailingZeros().toPlainString();
        } else if (value instanceof JsonArray array) {
            return "[" + array.elements().size() + (array.elements().contains(EMPTY) ? " empty]" : "]");
        } else if (value instanceof JsonObject object) {
            return object.members().entrySet().stream()
                    .map(each -> "{" + each.getKey() + ": " + described(each.getValue()) + "}")
                    .collect(Collectors.joining());
        } else if (value instanceof JsonString text) {
            return '"' + text.value() + '"';
        }
        return value == JsonBoolean.TRUE ? "true" : value.toString();
    }
}
