// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.extensions;

import dev.completions4j.JsonValue;
import dev.completions4j.JsonValue.JsonArray;
import dev.completions4j.JsonValue.JsonBoolean;
import dev.completions4j.JsonValue.JsonNumber;
import dev.completions4j.JsonValue.JsonObject;
import dev.completions4j.JsonValue.JsonString;
import dev.completions4j.Logprobs;
import dev.completions4j.TokenIds;
import dev.completions4j.TokenLogprob;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads properties. A property that is absent or has another type yields null, or an empty value where documented. */
final class Lenient {

    /** Up to this limit, a double represents every whole number. */
    private static final double MAX_WHOLE = 1L << 53;

    private static final Pattern TOKEN_ID = Pattern.compile("[0-9]{1,9}");

    private Lenient() {}

    static @Nullable String text(Map<String, JsonValue> properties, String name) {
        return properties.get(name) instanceof JsonString string ? string.value() : null;
    }

    static @Nullable Boolean flag(Map<String, JsonValue> properties, String name) {
        return properties.get(name) instanceof JsonBoolean flag ? Boolean.valueOf(flag == JsonBoolean.TRUE) : null;
    }

    static @Nullable Double number(Map<String, JsonValue> properties, String name) {
        return properties.get(name) instanceof JsonNumber number
                ? Double.valueOf(number.value().doubleValue())
                : null;
    }

    static @Nullable Long whole(Map<String, JsonValue> properties, String name) {
        return whole(properties.get(name));
    }

    static @Nullable Integer smallWhole(Map<String, JsonValue> properties, String name) {
        return smallWhole(properties.get(name));
    }

    static @Nullable Integer smallWhole(@Nullable JsonValue value) {
        Long whole = whole(value);
        return whole == null || whole != whole.intValue() ? null : Integer.valueOf(whole.intValue());
    }

    /** Converts through a double, which is fast for any exponent, unlike other conversions to a whole number. */
    private static @Nullable Long whole(@Nullable JsonValue value) {
        if (!(value instanceof JsonNumber number)) {
            return null;
        }
        double approximate = number.value().doubleValue();
        return Math.rint(approximate) == approximate && Math.abs(approximate) <= MAX_WHOLE
                ? Long.valueOf((long) approximate)
                : null;
    }

    static @Nullable Duration milliseconds(Map<String, JsonValue> properties, String name) {
        Double milliseconds = number(properties, name);
        return milliseconds == null || !(milliseconds >= 0 && milliseconds <= MAX_WHOLE)
                ? null
                : Duration.ofNanos(Math.round(milliseconds * 1e6));
    }

    /** Returns an empty map if the value is not an object. */
    static Map<String, JsonValue> members(@Nullable JsonValue value) {
        return value instanceof JsonObject object ? object.members() : Map.of();
    }

    /** Returns null if the value is not an object. */
    static @Nullable Map<String, JsonValue> object(Map<String, JsonValue> properties, String name) {
        return properties.get(name) instanceof JsonObject object ? object.members() : null;
    }

    /** Returns null if the value is not a string in Base64. */
    static byte @Nullable [] base64(Map<String, JsonValue> properties, String name) {
        String text = text(properties, name);
        try {
            return text == null ? null : Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException invalid) {
            return null;
        }
    }

    /** Returns null if the value is not an array. */
    static @Nullable List<JsonValue> elements(Map<String, JsonValue> properties, String name) {
        return properties.get(name) instanceof JsonArray array ? array.elements() : null;
    }

    /** Returns null also if an element is not a token id. */
    static @Nullable TokenIds tokenIds(Map<String, JsonValue> properties, String name) {
        List<JsonValue> elements = elements(properties, name);
        if (elements == null) {
            return null;
        }
        int[] ids = new int[elements.size()];
        for (int i = 0; i < ids.length; i++) {
            Integer id = smallWhole(elements.get(i));
            if (id == null) {
                return null;
            }
            ids[i] = id;
        }
        return TokenIds.of(ids);
    }

    /** Returns null if the value is not an array of bytes. */
    static byte @Nullable [] bytes(Map<String, JsonValue> properties, String name) {
        List<JsonValue> elements = elements(properties, name);
        if (elements == null) {
            return null;
        }
        byte[] bytes = new byte[elements.size()];
        for (int i = 0; i < bytes.length; i++) {
            Integer value = smallWhole(elements.get(i));
            if (value == null || value < 0 || value > 0xff) {
                return null;
            }
            bytes[i] = value.byteValue();
        }
        return bytes;
    }

    /** Returns null if there is a token without an id. */
    static @Nullable TokenIds tokenIds(Logprobs logprobs, Function<TokenLogprob, @Nullable Integer> tokenId) {
        int[] ids = new int[logprobs.tokens().size()];
        for (int i = 0; i < ids.length; i++) {
            Integer id = tokenId.apply(logprobs.tokens().get(i));
            if (id == null) {
                return null;
            }
            ids[i] = id;
        }
        return TokenIds.of(ids);
    }

    /** Returns null if the text is not a whole number of at most nine digits. */
    static @Nullable Integer tokenId(String text) {
        return TOKEN_ID.matcher(text).matches() ? Integer.valueOf(text) : null;
    }

    /** Returns null if the value is neither a number nor a string. */
    static @Nullable MatchedStop matchedStop(Map<String, JsonValue> properties, String name) {
        String text = text(properties, name);
        if (text != null) {
            return new MatchedStop.Text(text);
        }
        Integer id = smallWhole(properties, name);
        return id == null ? null : new MatchedStop.Token(id);
    }
}
