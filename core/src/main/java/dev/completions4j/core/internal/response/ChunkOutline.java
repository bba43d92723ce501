// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the values are in the JSON of a chunk: those that may differ from chunk to chunk without a change of the others'
 * meaning, in order.
 *
 * <p>The JSON has been parsed before, and is known to be a chunk.
 */
final class ChunkOutline {

    /**
     * A value.
     *
     * @param choice the zero-based position of its choice; -1 outside of choices
     * @param name the name of a property that is not modeled; empty otherwise
     * @param start start index in the JSON
     */
    record Value(Place place, int choice, String name, int start, int end) {

        boolean isLike(Value other) {
            return place == other.place && choice == other.choice && name.equals(other.name);
        }
    }

    private interface Members {
        /** Reads the value of a member. */
        void member(String name);
    }

    private final byte[] json;
    private final List<Value> values = new ArrayList<>();
    private int at;
    private int choice = -1;
    private int texts;
    private boolean unpredictable;

    private ChunkOutline(byte[] json) {
        this.json = json;
    }

    /**
     * Returns the outline of a chunk.
     *
     * @param json the chunk, possibly followed by other bytes
     * @return null if the meaning of a value may depend on others, as in choices without text, and in objects with a name
     *     that occurs twice
     */
    static @Nullable ChunkOutline of(byte[] json) {
        ChunkOutline outline = new ChunkOutline(json);
        outline.skipSpace();
        if (json[outline.at] != '{') {
            return null;
        }
        outline.object(outline::ofChunk);
        return outline.unpredictable ? null : outline;
    }

    byte[] json() {
        return json;
    }

    List<Value> values() {
        return values;
    }

    /** Returns whether the other chunk has the same values, in the same places of the same JSON. */
    boolean isLike(ChunkOutline other) {
        if (values.size() != other.values.size()) {
            return false;
        }
        int end = 0;
        int otherEnd = 0;
        for (int i = 0; i < values.size(); i++) {
            Value mine = values.get(i);
            Value theirs = other.values.get(i);
            if (!mine.isLike(theirs) || !Arrays.equals(json, end, mine.start, other.json, otherEnd, theirs.start)) {
                return false;
            }
            end = mine.end;
            otherEnd = theirs.end;
        }
        return Arrays.equals(json, end, json.length, other.json, otherEnd, other.json.length);
    }

    /** Returns whether a value has the same JSON in the other chunk. */
    boolean hasEqual(int value, ChunkOutline other) {
        Value mine = values.get(value);
        Value theirs = other.values.get(value);
        return Arrays.equals(json, mine.start, mine.end, other.json, theirs.start, theirs.end);
    }

    private void ofChunk(String name) {
        switch (name) {
            case "id" -> value(Place.ID);
            case "created" -> value(Place.CREATED);
            case "model" -> value(Place.MODEL);
            case "system_fingerprint" -> value(Place.SYSTEM_FINGERPRINT);
            case "choices" -> choices();
            case "usage" -> usage();
            // These may turn the chunk into an error.
            case "object", "error" -> skip();
            default -> value(Place.PROPERTY, name);
        }
    }

    private void choices() {
        at++;
        skipSpace();
        if (json[at] == ']') {
            at++;
            unpredictable = true;
            return;
        }
        do {
            choice++;
            skipSpace();
            object(this::ofChoice);
            skipSpace();
        } while (json[at++] == ',');
        unpredictable |= texts != choice + 1;
        choice = -1;
    }

    private void ofChoice(String name) {
        switch (name) {
            case "index" -> value(Place.INDEX);
            case "text" -> text();
            case "finish_reason" -> value(Place.FINISH_REASON);
            case "logprobs" -> value(Place.LOGPROBS);
            default -> value(Place.CHOICE_PROPERTY, name);
        }
    }

    private void text() {
        texts++;
        value(Place.TEXT);
    }

    private void usage() {
        if (json[at] == '{') {
            object(this::ofUsage);
        } else {
            skip();
        }
    }

    private void ofUsage(String name) {
        switch (name) {
            case "prompt_tokens" -> value(Place.PROMPT_TOKENS);
            case "completion_tokens" -> value(Place.COMPLETION_TOKENS);
            case "total_tokens" -> value(Place.TOTAL_TOKENS);
            default -> skip();
        }
    }

    private void object(Members members) {
        at++;
        skipSpace();
        if (json[at] == '}') {
            at++;
            return;
        }
        Set<String> names = new HashSet<>();
        do {
            skipSpace();
            String name = name();
            unpredictable |= !names.add(name) || name.indexOf('\\') >= 0;
            skipSpace();
            at++;
            skipSpace();
            members.member(name);
            skipSpace();
        } while (json[at++] == ',');
    }

    private String name() {
        int start = at + 1;
        skipString();
        return new String(json, start, at - 1 - start, UTF_8);
    }

    private void value(Place place) {
        value(place, "");
    }

    private void value(Place place, String name) {
        int start = at;
        skip();
        values.add(new Value(place, choice, name, start, at));
    }

    private void skip() {
        switch (json[at]) {
            case '"' -> skipString();
            case '{', '[' -> skipNested();
            default -> skipWord();
        }
    }

    private void skipNested() {
        int depth = 0;
        do {
            switch (json[at]) {
                case '"' -> skipString();
                case '{', '[' -> {
                    depth++;
                    at++;
                }
                case '}', ']' -> {
                    depth--;
                    at++;
                }
                default -> at++;
            }
        } while (depth > 0);
    }

    private void skipString() {
        at++;
        while (json[at] != '"') {
            at += json[at] == '\\' ? 2 : 1;
        }
        at++;
    }

    /** Skips a number, true, false or null. */
    private void skipWord() {
        while (json[at] > ' ' && ",]}".indexOf(json[at]) < 0) {
            at++;
        }
    }

    private void skipSpace() {
        while (json[at] == ' ' || json[at] == '\t' || json[at] == '\n' || json[at] == '\r') {
            at++;
        }
    }
}
