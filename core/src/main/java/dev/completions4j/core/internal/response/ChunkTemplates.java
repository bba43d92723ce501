// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import dev.completions4j.CompletionChunk;
import dev.completions4j.ResponseInfo;
import dev.completions4j.core.internal.json.PaddedBytes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Finds or learns the template of a stream's chunks, and derives chunks from it. */
final class ChunkTemplates {

    /**
     * After as many attempts to learn without a match, only one chunk in as many is learned from: some servers send chunks
     * that cannot be predicted.
     */
    private static final int MAX_FUTILE = 32;

    /** A suitable maximum length, since a stream may be idle for a long time. */
    static final int MAX_LENGTH = 16 * 1024;

    private static final JsonLiteral FIELD = JsonLiteral.of("data:");

    private final StreamDecoders stream;
    private final ChunkShapes shapes;
    private final ResponseInfo response;
    private final int maxLength;

    /** Null while the stream is idle. */
    private @Nullable ChunkScanner scanner;

    private @Nullable ChunkTemplate template;

    /** Number of chunks that could have been learned from since the last match. */
    private int futile;

    /** @param maxLength maximum length of the JSON without the values that differ */
    ChunkTemplates(StreamDecoders stream, ResponseInfo response, int maxLength) {
        this.stream = stream;
        this.shapes = stream.resources().chunkShapes();
        this.response = response;
        this.maxLength = maxLength;
    }

    /** Gives back memory that is taken again when needed. */
    void rest() {
        ChunkScanner used = scanner;
        if (used != null) {
            scanner = null;
            stream.resources().giveBack(used);
        }
    }

    /**
     * Consumes the next event.
     *
     * @return null, with the input unchanged, if the event must be parsed
     */
    @Nullable CompletionChunk read(PaddedBytes input) {
        int start = canDerive() ? startOfData(input) : -1;
        if (start < 0) {
            return null;
        }
        ChunkScanner event = scanner(input.array(), start, input.limit());
        CompletionChunk chunk = derived(event);
        if (chunk != null) {
            input.position(event.json().position());
        }
        return chunk;
    }

    /**
     * Reads an event's JSON that was not read above, such as a long one that arrived in several buffers.
     *
     * @param json the chunk's JSON, in the first {@code length} bytes, with the end of the event after them
     * @return null if it must be parsed
     */
    @Nullable CompletionChunk read(byte[] json, int length) {
        if (!canDerive()) {
            return null;
        }
        ChunkScanner event = scanner(json, 0, length + ChunkSkeleton.END_OF_EVENT.length);
        CompletionChunk chunk = derived(event);
        // What looks like the end may be empty lines of the data.
        return event.json().isAtEnd() ? chunk : null;
    }

    /** Returns whether there is a template, or the first chunk may have a known shape. */
    private boolean canDerive() {
        return template != null || (futile == 0 && !shapes.isEmpty());
    }

    private @Nullable CompletionChunk derived(ChunkScanner event) {
        ChunkTemplate from = template == null ? matching(event.json()) : template;
        CompletionChunk chunk = from == null ? null : derived(from, event);
        if (from != null && chunk != null) {
            onMatch(from);
        }
        return chunk;
    }

    private @Nullable ChunkTemplate matching(JsonScanner event) {
        ChunkTemplate matched = shapes.matching(event, stream.bounds(), maxLength);
        event.restart();
        return matched;
    }

    private @Nullable CompletionChunk derived(ChunkTemplate from, ChunkScanner event) {
        CompletionChunk chunk = from.read(event, stream.bounds(), response);
        return event.json().hasFailed() ? null : chunk;
    }

    /** Returns the scanner, at the beginning of an event's JSON. */
    private ChunkScanner scanner(byte[] input, int start, int end) {
        ChunkScanner current = scanner;
        if (current == null) {
            current = stream.resources().takeScanner();
            scanner = current;
        }
        current.json().start(input, start, end);
        return current;
    }

    private void onMatch(ChunkTemplate matched) {
        if (template == null) {
            template = matched;
        } else if (futile > 0) {
            futile = 0;
            shapes.add(matched.shape());
        }
    }

    /** Returns JSON with the blank line after it. */
    private static byte[] event(byte[] json, int length) {
        byte[] event = Arrays.copyOf(json, length + ChunkSkeleton.END_OF_EVENT.length);
        System.arraycopy(ChunkSkeleton.END_OF_EVENT, 0, event, length, ChunkSkeleton.END_OF_EVENT.length);
        return event;
    }

    /** Returns the start of a data field's value, after an optional space; -1 if the next field is another one. */
    private static int startOfData(PaddedBytes input) {
        int start = input.position();
        if (!FIELD.isAt(input.array(), start, input.limit())) {
            return -1;
        }
        int value = start + FIELD.length();
        return input.array()[value] == ' ' ? value + 1 : value;
    }

    /**
     * Learns from a chunk that was parsed.
     *
     * @param json the chunk's JSON, in the first {@code length} bytes
     */
    void learn(byte[] json, int length, CompletionChunk chunk) {
        if (isLast(chunk) || isFutile() || !isOneLine(json, length)) {
            return;
        }
        byte[] event = event(json, length);
        ChunkOutline outline = ChunkOutline.of(event);
        if (outline == null) {
            return;
        }
        ChunkTemplate current = template;
        byte[] changes = current == null ? ChunkSkeleton.changesAtFirst(outline) : current.changesAfter(outline);
        ChunkShape shape = shapeOf(outline, changes, chunk);
        if (shape.skeleton().length() > maxLength
                || (current != null && current.shape() == shape && current.hasChanges(changes))) {
            return;
        }
        ChunkTemplate learned = ChunkTemplate.of(shape, outline, chunk, changes);
        CompletionChunk derived = derived(learned, scanner(PaddedBytes.padded(event), 0, event.length));
        if (derived != null && ChunkComparison.equal(chunk, derived)) {
            template = learned;
            if (current == null) {
                // Other shapes are shared once they have been useful.
                shapes.add(shape);
            }
        }
    }

    private ChunkShape shapeOf(ChunkOutline outline, byte[] changes, CompletionChunk chunk) {
        ChunkTemplate current = template;
        if (current != null && current.shape().fits(outline, changes)) {
            return current.shape();
        }
        ChunkShape known = shapes.fitting(outline, changes);
        return known != null ? known : new ChunkShape(ChunkSkeleton.of(outline, changes), chunk);
    }

    /** Returns whether a chunk ends its choices, so that no later one is like it. */
    private boolean isLast(CompletionChunk chunk) {
        return template != null && chunk.choices().stream().allMatch(choice -> choice.finishReason() != null);
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
}
