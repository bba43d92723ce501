// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.completions4j.JsonValue;
import dev.completions4j.JsonValue.JsonArray;
import dev.completions4j.JsonValue.JsonBoolean;
import dev.completions4j.JsonValue.JsonNumber;
import dev.completions4j.JsonValue.JsonObject;
import dev.completions4j.JsonValue.JsonString;
import dev.completions4j.TokenIds;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;

/**
 * Writes one JSON value in UTF-8 into a growing array.
 *
 * <p>Commas are inserted as needed; the nesting of objects and arrays is up to the caller. Texts and digits are written
 * eight bytes at a time, since a prompt may have megabytes; Jackson's generator writes them one by one, copies them once
 * more, and allocates a kilobyte for each request. Not thread-safe.
 */
public final class JsonWriter {

    /** Maximum length of an array on all JVMs. */
    public static final int MAX_LENGTH = Integer.MAX_VALUE - 8;

    /** Shorter texts, such as names, are copied without an array in between, as far as they are plain ASCII. */
    private static final int SHORT = 64;

    /** The number of token ids for which space is reserved at once. */
    private static final int TOKENS = 64;

    private byte[] bytes;
    private int length;

    /** @param capacity expected length of the JSON, in bytes */
    public JsonWriter(int capacity) {
        bytes = new byte[Math.max(Long.BYTES, capacity)];
    }

    /** Returns the JSON; nothing may be written afterwards. */
    public ByteBuffer content() {
        return ByteBuffer.wrap(bytes, 0, length);
    }

    public JsonWriter startObject() {
        return next('{');
    }

    public JsonWriter endObject() {
        return put('}');
    }

    public JsonWriter startArray() {
        return next('[');
    }

    public JsonWriter endArray() {
        return put(']');
    }

    /** Writes the name of a member, whose value must follow. */
    public JsonWriter name(String name) {
        return string(name).put(':');
    }

    /** Writes a text; a lone half of a surrogate pair becomes a question mark. */
    public JsonWriter string(String text) {
        next('"');
        if (text.length() > TextBlocks.LENGTH) {
            encodeBlocks(text);
        } else {
            int plain = text.length() < SHORT ? copyPlain(text) : 0;
            if (plain < text.length()) {
                byte[] rest = text.substring(plain).getBytes(UTF_8);
                escape(rest, rest.length);
            }
        }
        return put('"');
    }

    public JsonWriter number(long number) {
        separate();
        if (number < 0) {
            return ascii(Long.toString(number));
        }
        digits(number);
        return this;
    }

    /** Writes a finite number, without a fraction if it is a whole number of at most 15 digits. */
    public JsonWriter number(double number) {
        if (number == Math.rint(number) && Math.abs(number) < 1e15) {
            return number((long) number);
        }
        separate();
        return ascii(Double.toString(number));
    }

    /** Writes an array of token ids, which are not negative. */
    public JsonWriter tokens(TokenIds ids) {
        startArray();
        int i = 0;
        while (i < ids.size()) {
            i = smallTokens(ids, i, Math.min(ids.size(), i + TOKENS));
            if (i < ids.size() && !SmallNumbers.include(ids.get(i))) {
                digits(ids.get(i));
                put(',');
                i++;
            }
        }
        if (i > 0) {
            // Each id is followed by a comma.
            length--;
        }
        return endArray();
    }

    /** Writes ids, each with a comma, up to the first that is not small; returns its index. */
    private int smallTokens(TokenIds ids, int from, int to) {
        reserve((to - from) * SmallNumbers.MAX_BYTES + Words.BYTES);
        byte[] target = bytes;
        int end = length;
        int i = from;
        while (i < to && SmallNumbers.include(ids.get(i))) {
            end = SmallNumbers.write(ids.get(i), target, end);
            i++;
        }
        length = end;
        return i;
    }

    private void digits(long number) {
        int count = 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            count++;
        }
        reserve(count);
        long rest = number;
        for (int i = length + count - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += count;
    }

    public JsonWriter bool(boolean value) {
        separate();
        return ascii(Boolean.toString(value));
    }

    /** Writes a value of any type. */
    public JsonWriter value(JsonValue value) {
        if (value instanceof JsonObject object) {
            return startObject().members(object.members()).endObject();
        }
        if (value instanceof JsonArray array) {
            startArray();
            array.elements().forEach(this::value);
            return endArray();
        }
        if (value instanceof JsonString string) {
            return string(string.value());
        }
        if (value instanceof JsonBoolean bool) {
            return bool(bool == JsonBoolean.TRUE);
        }
        separate();
        return ascii(value instanceof JsonNumber number ? number.value().toString() : "null");
    }

    /** Writes members into the current object. */
    public JsonWriter members(Map<String, JsonValue> members) {
        // Most requests have none, and iterating over none allocates, too.
        if (!members.isEmpty()) {
            members.forEach((name, value) -> name(name).value(value));
        }
        return this;
    }

    /** Begins a value or a name. */
    private JsonWriter next(char first) {
        separate();
        return put(first);
    }

    /** Inserts a comma, unless this is the first in its object or array, or the value of a name. */
    private void separate() {
        if (length > 0) {
            switch (bytes[length - 1]) {
                case '{', '[', ':' -> {}
                default -> put(',');
            }
        }
    }

    private JsonWriter put(char sign) {
        reserve(1);
        bytes[length++] = (byte) sign;
        return this;
    }

    private JsonWriter ascii(String text) {
        reserve(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
        return this;
    }

    /** Copies plain ASCII characters; returns the index of the first other one. */
    private int copyPlain(String text) {
        reserve(text.length());
        int i = 0;
        while (i < text.length() && isPlain(text.charAt(i))) {
            bytes[length++] = (byte) text.charAt(i);
            i++;
        }
        return i;
    }

    private static boolean isPlain(char c) {
        return c >= ' ' && c < 0x80 && c != '"' && c != '\\';
    }

    private void encodeBlocks(String text) {
        TextBlocks blocks = new TextBlocks(text);
        TextEncoder encoder = new TextEncoder();
        while (blocks.next()) {
            int count = encoder.encode(blocks);
            reserve(count);
            System.arraycopy(encoder.bytes(), 0, bytes, length, count);
            length += count;
        }
    }

    /** Writes the first {@code count} bytes of a text in UTF-8. */
    private void escape(byte[] text, int count) {
        int i = 0;
        while (i < count) {
            reserve(count - i + 2 * Words.BYTES);
            int plain;
            do {
                plain = copyWord(text, i, count);
                i += plain;
            } while (plain == Words.BYTES);
            if (i < count) {
                escape(text[i]);
                i++;
            }
        }
    }

    /** Copies up to eight bytes, before the first that must be escaped; returns their number. */
    private int copyWord(byte[] text, int from, int to) {
        if (from > to - Words.BYTES) {
            return copyBytes(text, from, to);
        }
        long word = Words.at(text, from);
        Words.set(bytes, length, word);
        int plain = Words.first(Words.escaped(word));
        length += plain;
        return plain;
    }

    private int copyBytes(byte[] text, int from, int to) {
        int i = from;
        while (i < to && (text[i] < 0 || isPlain((char) text[i]))) {
            bytes[length++] = text[i];
            i++;
        }
        return i - from;
    }

    private void escape(byte sign) {
        long escaped = JsonChars.escaped(sign);
        Words.set(bytes, length, escaped);
        length += JsonChars.count(escaped);
    }

    private void reserve(int count) {
        int needed = Math.addExact(length, count);
        if (needed > bytes.length) {
            grow(needed);
        }
    }

    private void grow(int needed) {
        int doubled = (int) Math.min(MAX_LENGTH, 2L * bytes.length);
        bytes = Arrays.copyOf(bytes, Math.max(needed, doubled));
    }
}
