// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.completions4j.JsonValue;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Writes JSON texts in UTF-8, one after the other, without building the values first. Used by one thread. */
final class JsonLine {

    private static final HexFormat HEX = HexFormat.of();

    private byte[] bytes = new byte[1024];
    private int length;

    /** Discards the text so far, and begins an object. */
    JsonLine restart() {
        length = 0;
        return begin();
    }

    /** Begins an object. */
    JsonLine begin() {
        return put('{');
    }

    /** Ends an object. */
    JsonLine end() {
        return put('}');
    }

    /** Begins a member of an object, whose value follows; the name must be ASCII that needs no escaping. */
    JsonLine name(String name) {
        separate();
        return put('"').ascii(name).put('"').put(':');
    }

    /** Writes a text; a lone half of a surrogate pair becomes a question mark. */
    JsonLine value(String value) {
        put('"');
        int i = copyPlain(value, 0);
        while (i < value.length()) {
            char c = value.charAt(i);
            i = copyPlain(value, c < 0x80 ? escape(c, i) : encode(value, i));
        }
        return put('"');
    }

    JsonLine value(long value) {
        return ascii(Long.toString(value));
    }

    JsonLine value(JsonValue value) {
        return bytes(value.toJson().getBytes(UTF_8));
    }

    JsonLine nullValue() {
        return ascii("null");
    }

    /** Writes an array. */
    <T> JsonLine array(List<T> elements, BiConsumer<JsonLine, T> element) {
        put('[');
        for (int i = 0; i < elements.size(); i++) {
            if (i > 0) {
                put(',');
            }
            element.accept(this, elements.get(i));
        }
        return put(']');
    }

    /** Writes members of the current object. */
    JsonLine members(Map<String, JsonValue> members) {
        members.forEach((name, value) -> {
            separate();
            value(name).put(':').value(value);
        });
        return this;
    }

    /** Returns the text so far. */
    ByteBuffer toBytes() {
        return ByteBuffer.wrap(Arrays.copyOf(bytes, length));
    }

    /** Inserts a comma, unless the member is the first of its object. */
    private void separate() {
        if (bytes[length - 1] != '{') {
            put(',');
        }
    }

    /** Copies characters that are the same in JSON; returns the index of the first other one. */
    private int copyPlain(String text, int from) {
        reserve(text.length() - from);
        byte[] target = bytes;
        int end = length;
        int i = from;
        while (i < text.length() && isPlain(text.charAt(i))) {
            target[end++] = (byte) text.charAt(i);
            i++;
        }
        length = end;
        return i;
    }

    private static boolean isPlain(char c) {
        return c >= ' ' && c < 0x80 && c != '"' && c != '\\';
    }

    /** Writes an ASCII character that JSON does not permit in a string; returns the index after it. */
    private int escape(char c, int index) {
        put('\\');
        switch (c) {
            case '"', '\\' -> put(c);
            case '\n' -> put('n');
            case '\r' -> put('r');
            case '\t' -> put('t');
            default -> ascii("u").ascii(HEX.toHexDigits(c));
        }
        return index + 1;
    }

    /** Writes the characters that are not ASCII; returns the index after them. */
    private int encode(String text, int from) {
        int to = from + 1;
        while (to < text.length() && text.charAt(to) >= 0x80) {
            to++;
        }
        bytes(text.substring(from, to).getBytes(UTF_8));
        return to;
    }

    private JsonLine put(char ascii) {
        reserve(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    private JsonLine ascii(String text) {
        reserve(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
        return this;
    }

    private JsonLine bytes(byte[] text) {
        reserve(text.length);
        System.arraycopy(text, 0, bytes, length, text.length);
        length += text.length;
        return this;
    }

    private void reserve(int count) {
        int needed = Math.addExact(length, count);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, Math.max(bytes.length, bytes.length * 2)));
        }
    }
}
