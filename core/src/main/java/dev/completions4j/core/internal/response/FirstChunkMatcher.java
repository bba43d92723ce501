// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import dev.completions4j.core.internal.response.ChunkOutline.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Recognizes the first chunk of a stream by a known shape, so that it need not be parsed. Immutable.
 *
 * <p>What differs from stream to stream may have any value in it.
 */
final class FirstChunkMatcher {

    private final ChunkShape shape;

    /** Where the holes of the shape and the values that differ from stream to stream are, in order. */
    private final Place[] places;

    /** Which of them are holes of the shape. */
    private final boolean[] holes;

    /** Those before each of them, and that at the end. */
    private final JsonLiteral[] literals;

    /** Which literals of the shape differ from stream to stream. */
    private final boolean[] literalsOfStream;

    private final byte[] changes;

    FirstChunkMatcher(ChunkShape shape) {
        ChunkSkeleton skeleton = shape.skeleton();
        ChunkSkeleton ofAnyStream = skeleton.withHolesOfStreams();
        List<Value> values = ofAnyStream.holes();
        List<Value> holesOfShape = skeleton.holes();
        this.shape = shape;
        this.places = new Place[values.size()];
        this.holes = new boolean[values.size()];
        for (int i = 0; i < places.length; i++) {
            places[i] = values.get(i).place();
            int start = values.get(i).start();
            // Not by equality: in JDK 17, the equals method of a record keeps its class loader in memory.
            holes[i] = holesOfShape.stream().anyMatch(hole -> hole.start() == start);
        }
        this.literals = ofAnyStream.literals();
        this.literalsOfStream = skeleton.literalsOfStream();
        this.changes = skeleton.changesAtFirst();
    }

    ChunkShape shape() {
        return shape;
    }

    /**
     * Returns the template of a stream that begins with the given event.
     *
     * @param event at the beginning of the JSON, which a blank line follows
     * @return null if the chunk does not have the shape, or must be parsed
     */
    @Nullable ChunkTemplate match(JsonScanner event) {
        String id = shape.usualId();
        long created = shape.usualCreated();
        int[] starts = new int[literalsOfStream.length];
        int[] ends = new int[literalsOfStream.length];
        int literal = 0;
        starts[0] = event.position();
        for (int i = 0; i < places.length; i++) {
            event.skip(literals[i]);
            if (holes[i]) {
                ends[literal] = event.position();
                event.value();
                literal++;
                starts[literal] = event.position();
            } else if (places[i] == Place.ID) {
                id = event.string();
            } else {
                created = event.whole();
            }
        }
        event.skip(literals[places.length]);
        ends[literal] = event.position();
        return event.hasFailed()
                ? null
                : new ChunkTemplate(shape, literalsOfStream(event, starts, ends), changes, id, created);
    }

    private JsonLiteral[] literalsOfStream(JsonScanner event, int[] starts, int[] ends) {
        JsonLiteral[] all = shape.literals();
        for (int i = 0; i < all.length; i++) {
            if (literalsOfStream[i]) {
                all[i] = event.literal(starts[i], ends[i]);
            }
        }
        return all;
    }
}
