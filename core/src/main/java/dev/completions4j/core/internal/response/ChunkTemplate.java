// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import dev.completions4j.CompletionChunk;
import dev.completions4j.ResponseInfo;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * The shape of a stream's chunks, with the values that differ from stream to stream.
 *
 * <p>An event with the same JSON between the holes differs only in their values; all other values are reused.
 */
final class ChunkTemplate {

    private final ChunkShape shape;
    private final JsonLiteral[] literals;
    private final byte[] changes;
    private final String id;
    private final long created;

    /**
     * Returns the template of a stream.
     *
     * @param json the JSON of a chunk that fits the shape
     * @param chunk the same chunk
     * @param changes how often each value has changed in the stream
     */
    static ChunkTemplate of(ChunkShape shape, ChunkOutline json, CompletionChunk chunk, byte[] changes) {
        byte[] withHoles = shape.skeleton().changesWithHoles(changes);
        JsonLiteral[] literals = shape.literalsOf(ChunkSkeleton.of(json, withHoles));
        return new ChunkTemplate(shape, literals, withHoles, chunk.id(), chunk.created());
    }

    /**
     * @param literals those of the stream
     * @param changes how often each value has changed in the stream
     */
    ChunkTemplate(ChunkShape shape, JsonLiteral[] literals, byte[] changes, String id, long created) {
        this.shape = shape;
        this.literals = literals;
        this.changes = changes;
        this.id = id;
        this.created = created;
    }

    ChunkShape shape() {
        return shape;
    }

    /** Returns how often values have changed after another chunk of the stream. */
    byte[] changesAfter(ChunkOutline chunk) {
        ByteArrayOutputStream json = new ByteArrayOutputStream(shape.skeleton().length());
        for (int i = 0; i < literals.length; i++) {
            if (i > 0) {
                json.write(ChunkSkeleton.HOLE);
            }
            literals[i].writeTo(json);
        }
        return ChunkSkeleton.of(json.toByteArray(), changes).changesAfter(chunk);
    }

    /** Returns whether this is the template of a stream in which values have changed as often. */
    boolean hasChanges(byte[] others) {
        return Arrays.equals(changes, others);
    }

    /** Reads an event's JSON and the blank line after it; the scanner fails if the event must be parsed. */
    CompletionChunk read(ChunkScanner input, ChoiceBounds bounds, ResponseInfo response) {
        return shape.read(input, literals, id, created, bounds, response);
    }
}
