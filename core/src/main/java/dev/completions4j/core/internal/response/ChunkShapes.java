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
    private volatile List<ChunkShape> known = List.of();

    /**
     * Returns the shape of a chunk with the fewest holes, since each costs time.
     *
     * @param changes how often each value of the chunk's stream has changed
     * @return null if no shape fits
     */
    @Nullable ChunkShape fitting(ChunkOutline chunk, byte[] changes) {
        ChunkShape best = null;
        for (ChunkShape each : known) {
            if (each.fits(chunk, changes) && (best == null || each.holeCount() < best.holeCount())) {
                best = each;
            }
        }
        return best;
    }

    /** Adds a shape in place of the oldest one. */
    synchronized void add(ChunkShape shape) {
        if (known.contains(shape)) {
            return;
        }
        List<ChunkShape> all = new ArrayList<>(known);
        all.add(0, shape);
        known = List.copyOf(all.subList(0, Math.min(all.size(), MAX_SHAPES)));
    }
}
