// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.completions4j.CompletionChunk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The templates of one stream: one per choice, since servers interleave choices. */
final class ChunkTemplates {

    /** Maximum number of templates; comparing with more would take longer than parsing. */
    private static final int MAX = 16;

    /**
     * After as many templates without a match, only one chunk in as many becomes a template: in some streams, each chunk
     * differs in more than its text, for example in its log probabilities.
     */
    private static final int MAX_FUTILE = 2 * MAX;

    private static final byte[] FIELD = "data:".getBytes(UTF_8);

    private final List<ChunkTemplate> templates = new ArrayList<>(1);
    private final TextReader texts = new TextReader();

    /** Index after the last match, since choices are usually sent in turn. */
    private int next;

    /** Number of chunks that could have become templates since the last match. */
    private int futile;

    /**
     * Consumes the next event.
     *
     * @return null, with the input unchanged, if the event must be parsed
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
                futile = 0;
                return chunk;
            }
        }
        return null;
    }

    /** Returns the start of a data field's value, after an optional space; -1 if the next field is another one. */
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
     * Replaces the template of the chunk's choice.
     *
     * @param textStart start index of the text in the JSON, after the quote; -1 if the chunk cannot be a template
     */
    void learn(byte[] json, int length, CompletionChunk chunk, int textStart, int textEnd) {
        if (textStart < 0 || isFutile() || !isOneLine(json, length)) {
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

    private boolean isFutile() {
        futile++;
        return futile > MAX_FUTILE && futile % MAX_FUTILE != 0;
    }

    /** Returns whether the JSON has no line breaks: in an event, each line begins with a field name. */
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
