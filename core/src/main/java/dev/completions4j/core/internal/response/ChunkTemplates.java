// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.completions4j.CompletionChunk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The templates of one stream: one for each of its choices, since servers let these take turns. */
final class ChunkTemplates {

    /** More would take longer to compare with than a parser takes. */
    private static final int MAX = 16;

    private static final byte[] FIELD = "data:".getBytes(UTF_8);

    private final List<ChunkTemplate> templates = new ArrayList<>(1);
    private final TextReader texts = new TextReader();

    /** The one behind the last that matched: choices come round and round. */
    private int next;

    /**
     * Takes the next event.
     *
     * @return null, and the input is left as it is, if it must be parsed
     */
    @Nullable CompletionChunk read(ByteBuffer input) {
        int start = startOfData(input);
        if (start < 0) {
            return null;
        }
        for (int tried = 0; tried < templates.size(); tried++) {
            int place = next < templates.size() ? next : 0;
            next = place + 1;
            CompletionChunk chunk = templates.get(place).read(input, start, texts);
            if (chunk != null) {
                return chunk;
            }
        }
        return null;
    }

    /** Where the value of a data field begins, a space before it excluded; -1 if no such field is next. */
    private static int startOfData(ByteBuffer input) {
        int position = input.position();
        if (input.remaining() <= FIELD.length) {
            return -1;
        }
        for (int i = 0; i < FIELD.length; i++) {
            if (input.get(position + i) != FIELD[i]) {
                return -1;
            }
        }
        int value = position + FIELD.length;
        return input.get(value) == ' ' ? value + 1 : value;
    }

    /**
     * Keeps the chunk in place of an earlier one of the same choice.
     *
     * @param textStart where the text stands in the JSON, its quotes excluded; -1 if it can be no template
     */
    void learn(byte[] json, int length, CompletionChunk chunk, int textStart, int textEnd) {
        if (textStart < 0 || !isOneLine(json, length)) {
            return;
        }
        int place = place(chunk.choices().get(0).index());
        if (place == MAX) {
            return;
        }
        ChunkTemplate template = new ChunkTemplate(json, length, chunk, textStart, textEnd);
        if (place == templates.size()) {
            templates.add(template);
        } else {
            templates.set(place, template);
        }
        next = place + 1;
    }

    /** In an event each line has the name of its field before it. */
    private static boolean isOneLine(byte[] json, int length) {
        for (int i = 0; i < length; i++) {
            if (json[i] == '\n' || json[i] == '\r') {
                return false;
            }
        }
        return true;
    }

    private int place(int choiceIndex) {
        int place = 0;
        while (place < templates.size() && templates.get(place).choiceIndex() != choiceIndex) {
            place++;
        }
        return place;
    }
}
