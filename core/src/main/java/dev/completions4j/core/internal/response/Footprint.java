// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import dev.completions4j.JsonValue;
import dev.completions4j.JsonValue.JsonArray;
import dev.completions4j.JsonValue.JsonNumber;
import dev.completions4j.JsonValue.JsonObject;
import dev.completions4j.JsonValue.JsonString;
import dev.completions4j.TokenLogprob;
import dev.completions4j.TokenLogprob.TopLogprob;
import java.util.Map;

/**
 * Estimates the memory of values in bytes, for a 64-bit JVM with compressed references and two bytes per character.
 */
final class Footprint {

    private static final int STRING = 40;
    private static final int NUMBER = 64;
    private static final int LIST = 40;
    private static final int MAP = 72;
    private static final int ENTRY = 48;
    private static final int REFERENCE = 4;
    private static final int TOKEN = 64;
    private static final int TOP = 48;

    private Footprint() {}

    /** Returns the memory of the characters alone. */
    static long ofCharacters(String text) {
        return 2L * text.length();
    }

    private static long of(String text) {
        return STRING + ofCharacters(text);
    }

    static long of(TokenLogprob token) {
        long bytes = TOKEN + REFERENCE + of(token.token()) + ofMembers(token.additionalProperties());
        for (TopLogprob top : token.top()) {
            bytes += TOP + REFERENCE + of(top.token()) + ofMembers(top.additionalProperties());
        }
        return bytes;
    }

    static long of(JsonValue value) {
        if (value instanceof JsonString string) {
            return REFERENCE + of(string.value());
        }
        if (value instanceof JsonNumber) {
            return REFERENCE + NUMBER;
        }
        if (value instanceof JsonArray array) {
            return LIST + ofElements(array);
        }
        return value instanceof JsonObject object ? MAP + ofMembers(object.members()) : REFERENCE;
    }

    /** Returns the memory of an array's elements, without the array. */
    static long ofElements(JsonArray array) {
        long bytes = 0;
        for (JsonValue element : array.elements()) {
            bytes += of(element);
        }
        return bytes;
    }

    private static long ofMembers(Map<String, JsonValue> members) {
        long bytes = 0;
        for (Map.Entry<String, JsonValue> member : members.entrySet()) {
            bytes += ofMember(member.getKey(), member.getValue());
        }
        return bytes;
    }

    static long ofMember(String name, JsonValue value) {
        return ENTRY + of(name) + of(value);
    }
}
