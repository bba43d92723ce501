// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The shapes of the chunks that a client has received lately, so that streams from the same server share one. Thread-safe.
 */
public final class ChunkShapes {

    /** A client has few servers and kinds of requests. */
    private static final int MAX_SHAPES = 8;

    /** The latest first. */
    private volatile List<FirstChunkMatcher> known = List.of();

    /**
     * Returns the shape of a chunk with the fewest holes, since each costs time.
     *
     * @param changes how often each value of the chunk's stream has changed
     * @return null if no shape fits
     */
    @Nullable ChunkShape fitting(ChunkOutline chunk, byte[] changes) {
        ChunkShape best = null;
        for (FirstChunkMatcher each : known) {
            ChunkShape shape = each.shape();
            if (shape.fits(chunk, changes) && (best == null || shape.holeCount() < best.holeCount())) {
                best = shape;
            }
        }
        return best;
    }

    /**
     * Returns the template of a stream that begins with the given event, of the shape with the fewest holes.
     *
     * @param bounds those of the stream's choices
     * @param maxLength maximum length of the shape's JSON
     * @return null if no shape fits, or the chunk must be parsed
     */
    @Nullable ChunkTemplate matching(JsonScanner event, ChoiceBounds bounds, int maxLength) {
        ChunkTemplate best = null;
        for (FirstChunkMatcher each : known) {
            if (!each.shape().isWithin(bounds)) {
                continue;
            }
            event.restart();
            ChunkTemplate matched = each.match(event);
            if (matched != null
                    && matched.shape().skeleton().length() <= maxLength
                    && (best == null
                            || matched.shape().holeCount() < best.shape().holeCount())) {
                best = matched;
            }
        }
        return best;
    }

    boolean isEmpty() {
        return known.isEmpty();
    }

    /** Adds a shape in place of the oldest one. */
    synchronized void add(ChunkShape shape) {
        if (known.stream().anyMatch(each -> each.shape() == shape)) {
            return;
        }
        List<FirstChunkMatcher> all = new ArrayList<>(known);
        all.add(0, new FirstChunkMatcher(shape));
        known = List.copyOf(all.subList(0, Math.min(all.size(), MAX_SHAPES)));
    }
}
