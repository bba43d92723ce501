// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import dev.completions4j.CompletionChunk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The shapes of the whole completions that a client has received lately. All their values are holes, so that completions from
 * the same server with the same number of choices have the same shape. Thread-safe.
 */
final class CompletionShapes {

    /** A client has few servers and kinds of requests. */
    private static final int MAX_SHAPES = 8;

    /** After as many parsed completions without a match, only one in as many is learned from. */
    private static final int MAX_FUTILE = 32;

    /** A suitable maximum length, since a client may be idle for a long time. */
    private static final int MAX_LENGTH = 16 * 1024;

    /** The latest first. */
    private volatile List<ChunkShape> known = List.of();

    /** Number of completions that were parsed since the last match. Approximate, if several threads count. */
    private int futile;

    /**
     * Reads a completion.
     *
     * @return the completion without its response; null if it must be parsed
     */
    @Nullable CompletionChunk read(ChunkScanner input, ChoiceBounds bounds) {
        for (ChunkShape shape : known) {
            CompletionChunk completion = read(input, shape, bounds);
            if (completion != null) {
                if (futile > 0) {
                    futile = 0;
                }
                return completion;
            }
        }
        return null;
    }

    private static @Nullable CompletionChunk read(ChunkScanner input, ChunkShape shape, ChoiceBounds bounds) {
        if (!shape.isWithin(bounds)) {
            return null;
        }
        input.json().restart();
        CompletionChunk completion = shape.read(input, bounds);
        return input.json().isAtEnd() ? completion : null;
    }

    /**
     * Learns from a completion that was parsed.
     *
     * @param json the completion's JSON, in the first {@code length} bytes
     * @param input the same JSON
     */
    void learn(byte[] json, int length, CompletionChunk completion, ChunkScanner input, ChoiceBounds bounds) {
        if (isFutile()) {
            return;
        }
        ChunkOutline outline = ChunkOutline.of(Arrays.copyOf(json, length));
        if (outline == null || known.stream().anyMatch(shape -> shape.fits(outline))) {
            return;
        }
        ChunkSkeleton skeleton = ChunkSkeleton.ofWhole(outline);
        if (skeleton.length() > MAX_LENGTH) {
            return;
        }
        ChunkShape shape = new ChunkShape(skeleton, completion);
        if (completion.equals(read(input, shape, bounds))) {
            add(shape);
        }
    }

    private boolean isFutile() {
        futile++;
        return futile > MAX_FUTILE && futile % MAX_FUTILE != 0;
    }

    /** Adds a shape in place of the oldest one. */
    private synchronized void add(ChunkShape shape) {
        List<ChunkShape> all = new ArrayList<>(known);
        all.add(0, shape);
        known = List.copyOf(all.subList(0, Math.min(all.size(), MAX_SHAPES)));
    }
}
