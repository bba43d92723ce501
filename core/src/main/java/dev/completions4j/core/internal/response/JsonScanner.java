// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import dev.completions4j.JsonValue;
import dev.completions4j.JsonValue.JsonNull;
import dev.completions4j.JsonValue.JsonNumber;
import dev.completions4j.core.internal.json.PaddedBytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Reads simple JSON. It accepts less than the parser, and what it accepts has the same meaning.
 *
 * <p>A scanner fails at anything else. Then it has no more input, and what its methods return is meaningless. Not
 * thread-safe.
 */
final class JsonScanner {

    /** The parser's limits are higher. */
    private static final int MAX_NAME = 1000;

    private static final int MAX_DEPTH = 16;

    /** The numbers that are bytes, which llama.cpp sends for each token and alternative. */
    private static final JsonValue[] BYTES =
            LongStream.range(0, 256).mapToObj(JsonValue::of).toArray(JsonValue[]::new);

    private static final byte[] NO_BYTES = {};
    private static final JsonValue NO_ELEMENTS = JsonValue.array(List.of());

    private final TextReader texts;
    private final NumberReader numbers = new NumberReader();
    private byte[] json = NO_BYTES;
    private int start;
    private int end;
    private int at;
    private int longest;
    private boolean failed;

    JsonScanner(ShortTexts shortTexts) {
        this.texts = new TextReader(shortTexts);
    }

    /** Begins to read bytes of an array that is {@linkplain PaddedBytes padded}. */
    void start(byte[] array, int from, int to) {
        if (json != array) {
            json = array;
        }
        start = from;
        end = to;
        if (to - from > longest) {
            longest = to - from;
        }
        restart();
    }

    /** Forgets the array. */
    void forget() {
        json = NO_BYTES;
    }

    /** Returns the length of the longest text that was read. */
    int longest() {
        return longest;
    }

    /** Returns whether the text begins and ends with the given bytes. */
    boolean isBetween(JsonLiteral first, JsonLiteral last) {
        int lastStart = end - last.length();
        return lastStart >= start && first.isAt(json, start, end) && last.isAt(json, lastStart, end);
    }

    /** Begins to read the same bytes again. */
    void restart() {
        at = start;
        failed = false;
    }

    boolean hasFailed() {
        return failed;
    }

    void fail() {
        failed = true;
        at = PaddedBytes.endOfPadding(json);
    }

    /** Returns whether all bytes have been read. */
    boolean isAtEnd() {
        return at == end;
    }

    /** Returns the number of bytes that have been read. */
    int position() {
        return at;
    }

    /** Returns bytes that have been read. */
    JsonLiteral literal(int from, int to) {
        return new JsonLiteral(Arrays.copyOfRange(json, from, to), 0, to - from);
    }

    /** Reads the given bytes. */
    void skip(JsonLiteral literal) {
        if (literal.isAt(json, at, end)) {
            at += literal.length();
        } else {
            fail();
        }
    }

    /** Reads a property's name and the colon, if it is this property. */
    boolean reads(JsonLiteral name) {
        skipSpaces();
        if (!name.isAt(json, at, end)) {
            return false;
        }
        at += name.length();
        expect(':');
        return true;
    }

    /** Reads a property's name and the colon. */
    String name() {
        String name = string();
        if (name.length() > MAX_NAME) {
            fail();
        }
        expect(':');
        return name;
    }

    /** Reads {@code null}, if it is next. */
    boolean readsNull() {
        if (next() != 'n') {
            return false;
        }
        word("null");
        return true;
    }

    /**
     * Reads the beginning of an array or object.
     *
     * @return whether it has a first element
     */
    boolean begins(char open, char close) {
        expect(open);
        if (next() != close) {
            return !failed;
        }
        at++;
        return false;
    }

    /**
     * Reads a comma or the end of an array or object.
     *
     * @return whether there is another element
     */
    boolean goesOn(char close) {
        if (next() == ',') {
            at++;
            return true;
        }
        expect(close);
        return false;
    }

    private void expect(char sign) {
        if (next() == sign) {
            at++;
        } else {
            fail();
        }
    }

    private void word(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (peek() != word.charAt(i)) {
                fail();
                return;
            }
            at++;
        }
    }

    /** Returns the next byte after spaces; 0 at the end. */
    private byte next() {
        byte next = peek();
        if (next != ' ') {
            return next;
        }
        skipSpaces();
        return peek();
    }

    private void skipSpaces() {
        while (peek() == ' ') {
            at++;
        }
    }

    private byte peek() {
        return json[at];
    }

    /** Reads a string. */
    String string() {
        if (next() == '"') {
            int end = texts.find(json, at + 1);
            String text = end < 0 ? null : texts.text(json);
            if (text != null) {
                at = end + 1;
                return text;
            }
        }
        fail();
        return "";
    }

    /** Reads a whole number. */
    long whole() {
        number();
        if (!numbers.isWhole()) {
            fail();
        }
        return numbers.whole();
    }

    /** Reads a number as the nearest double. */
    double decimal() {
        number();
        return failed ? 0 : numbers.nearest(json);
    }

    private void number() {
        skipSpaces();
        int end = numbers.read(json, at);
        if (end < 0) {
            fail();
        } else {
            at = end;
        }
    }

    /** Reads any value. */
    JsonValue value() {
        return value(0);
    }

    private JsonValue value(int depth) {
        switch (next()) {
            case '"' -> {
                return JsonValue.of(string());
            }
            case '[' -> {
                return array(depth + 1);
            }
            case '{' -> {
                return object(depth + 1);
            }
            case 'n' -> {
                word("null");
                return JsonNull.NULL;
            }
            case 't' -> {
                word("true");
                return JsonValue.of(true);
            }
            case 'f' -> {
                word("false");
                return JsonValue.of(false);
            }
            default -> {
                return exact();
            }
        }
    }

    private JsonValue exact() {
        number();
        long small = numbers.isWhole() ? numbers.whole() : -1;
        return small >= 0 && small < BYTES.length ? BYTES[(int) small] : new JsonNumber(numbers.exact());
    }

    private JsonValue array(int depth) {
        if (depth > MAX_DEPTH) {
            fail();
        }
        if (!begins('[', ']')) {
            return NO_ELEMENTS;
        }
        JsonValue first = value(depth);
        if (!goesOn(']')) {
            // The id of the only token of a chunk.
            return JsonValue.array(List.of(first));
        }
        List<JsonValue> elements = new ArrayList<>(4);
        elements.add(first);
        do {
            elements.add(value(depth));
        } while (goesOn(']'));
        return JsonValue.array(elements);
    }

    private JsonValue object(int depth) {
        if (depth > MAX_DEPTH) {
            fail();
        }
        Map<String, JsonValue> members = new LinkedHashMap<>();
        for (boolean more = begins('{', '}'); more; more = goesOn('}')) {
            String name = name();
            members.put(name, value(depth));
        }
        return JsonValue.object(members);
    }
}
