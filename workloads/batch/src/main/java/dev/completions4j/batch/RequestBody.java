// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import dev.completions4j.CompletionRequest;
import dev.completions4j.JsonValue;
import dev.completions4j.JsonValue.JsonArray;
import dev.completions4j.JsonValue.JsonBoolean;
import dev.completions4j.JsonValue.JsonNull;
import dev.completions4j.JsonValue.JsonNumber;
import dev.completions4j.JsonValue.JsonObject;
import dev.completions4j.JsonValue.JsonString;
import dev.completions4j.Prompt;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a request.
 *
 * <p>A property whose value does not fit its type in {@link CompletionRequest} becomes an additional property, so that the
 * server sees it as it is in the file and decides.
 */
final class RequestBody {

    private final CompletionRequest.Builder builder = CompletionRequest.builder();

    private RequestBody() {}

    /** Returns the request; null if it names no model and there is no default. */
    static @Nullable CompletionRequest read(JsonObject body, @Nullable String defaultModel) {
        RequestBody reader = new RequestBody();
        String model = body.members().get("model") instanceof JsonString named ? named.value() : defaultModel;
        if (model == null) {
            return null;
        }
        reader.builder.model(model);
        body.members().forEach((name, value) -> {
            if (!reader.isTyped(name, value)) {
                reader.builder.additionalProperty(name, value);
            }
        });
        return reader.builder.build();
    }

    /** Sets a property by its own method; returns false if its value does not fit. */
    private boolean isTyped(String name, JsonValue value) {
        return switch (name) {
            // The client sends neither of them with a request that is not a stream.
            case "stream", "stream_options" -> true;
            case "model" -> value instanceof JsonString || value == JsonNull.NULL;
            case "prompt" -> prompt(value);
            case "best_of" -> fits(integer(value), builder::bestOf);
            case "echo" -> fits(bool(value), builder::echo);
            case "frequency_penalty" -> fits(decimal(value), builder::frequencyPenalty);
            case "logit_bias" -> fits(logitBias(value), builder::logitBias);
            case "logprobs" -> fits(integer(value), builder::logprobs);
            case "max_tokens" -> fits(integer(value), builder::maxTokens);
            case "n" -> fits(integer(value), builder::n);
            case "presence_penalty" -> fits(decimal(value), builder::presencePenalty);
            case "seed" -> fits(whole(value), builder::seed);
            case "stop" -> fits(strings(value), builder::stop);
            case "suffix" -> fits(string(value), builder::suffix);
            case "temperature" -> fits(decimal(value), builder::temperature);
            case "top_p" -> fits(decimal(value), builder::topP);
            case "user" -> fits(string(value), builder::user);
            default -> false;
        };
    }

    /** Sets a property of the builder. */
    private interface Setter<T> {
        CompletionRequest.Builder set(T value);
    }

    private static <T> boolean fits(@Nullable T value, Setter<T> setter) {
        if (value == null) {
            return false;
        }
        setter.set(value);
        return true;
    }

    private boolean prompt(JsonValue value) {
        if (value instanceof JsonString text) {
            builder.prompt(text.value());
            return true;
        }
        if (!(value instanceof JsonArray array) || array.elements().isEmpty()) {
            return false;
        }
        JsonValue first = array.elements().get(0);
        if (first instanceof JsonString) {
            return fits(strings(array), texts -> builder.prompt(Prompt.ofTexts(texts)));
        }
        if (first instanceof JsonNumber) {
            return fits(tokens(array), ids -> builder.prompt(Prompt.ofTokens(ids)));
        }
        return fits(tokenLists(array), lists -> builder.prompt(Prompt.ofTokenLists(lists)));
    }

    private static int @Nullable [] tokens(JsonValue value) {
        if (!(value instanceof JsonArray array)) {
            return null;
        }
        int[] ids = new int[array.elements().size()];
        for (int i = 0; i < ids.length; i++) {
            Integer id = integer(array.elements().get(i));
            if (id == null) {
                return null;
            }
            ids[i] = id;
        }
        return ids;
    }

    private static int @Nullable [][] tokenLists(JsonArray array) {
        List<int[]> lists = new ArrayList<>(array.elements().size());
        for (JsonValue element : array.elements()) {
            int[] ids = tokens(element);
            if (ids == null) {
                return null;
            }
            lists.add(ids);
        }
        return lists.toArray(int[][]::new);
    }

    private static @Nullable List<String> strings(JsonValue value) {
        if (value instanceof JsonString single) {
            return List.of(single.value());
        }
        if (!(value instanceof JsonArray array)) {
            return null;
        }
        List<String> texts = new ArrayList<>(array.elements().size());
        for (JsonValue element : array.elements()) {
            if (!(element instanceof JsonString text)) {
                return null;
            }
            texts.add(text.value());
        }
        return texts;
    }

    private static @Nullable Map<Integer, Double> logitBias(JsonValue value) {
        if (!(value instanceof JsonObject object)) {
            return null;
        }
        Map<Integer, Double> biases = new LinkedHashMap<>();
        for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
            Double bias = decimal(member.getValue());
            if (bias == null) {
                return null;
            }
            try {
                biases.put(Integer.valueOf(member.getKey()), bias);
            } catch (NumberFormatException e) {
                return null;
            }
        }
        return biases;
    }

    private static @Nullable String string(JsonValue value) {
        return value instanceof JsonString text ? text.value() : null;
    }

    private static @Nullable Boolean bool(JsonValue value) {
        return value instanceof JsonBoolean bool ? bool == JsonBoolean.TRUE : null;
    }

    private static @Nullable Integer integer(JsonValue value) {
        Long whole = whole(value);
        return whole != null && whole == whole.intValue() ? whole.intValue() : null;
    }

    /** Returns a number that is written as a whole one. */
    private static @Nullable Long whole(JsonValue value) {
        if (!(value instanceof JsonNumber number) || number.value().scale() != 0) {
            return null;
        }
        BigDecimal whole = number.value();
        return whole.precision() <= 18 ? whole.longValueExact() : null;
    }

    /** Returns a number that a double represents with all its digits. */
    private static @Nullable Double decimal(JsonValue value) {
        if (!(value instanceof JsonNumber number)) {
            return null;
        }
        double decimal = number.value().doubleValue();
        return Double.isFinite(decimal) && BigDecimal.valueOf(decimal).compareTo(number.value()) == 0 ? decimal : null;
    }
}
