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

    /** A client has few servers and kinds of requests, and those that do not match cost time. */
    private static final int MAX_SHAPES = 4;

    /**
     * After as many completions that were learned from in vain, only one in as many is learned from: some servers send
     * values that no hole can hold.
     */
    private static final int MAX_FUTILE = 32;

    /** Maximum length of a completion that is learned from, in bytes. */
    private static final int MAX_LEARNED = 64 * 1024;

    /** Suitable maximum length of a shape, since a client may be idle for a long time. */
    private static final int MAX_LENGTH = 16 * 1024;

    private static final class Known {

        private final ChunkShape shape;

        /** Whether a completion had this shape since it was learned. Approximate, if several threads write. */
        private boolean useful;

        Known(ChunkShape shape) {
            this.shape = shape;
        }
    }

    /** The latest first. */
    private volatile List<Known> known = List.of();

    /** Number of completions that could have been learned from since a new shape was useful. Approximate, likewise. */
    private int futile;

    /**
     * Reads a completion.
     *
     * @return the completion without its response; null if it must be parsed
     */
    @Nullable CompletionChunk read(ChunkScanner input, ChoiceBounds bounds) {
        for (Known each : known) {
            CompletionChunk completion = read(input, each.shape, bounds);
            if (completion != null) {
                noteUseful(each);
                return completion;
            }
        }
        return null;
    }

    private static @Nullable CompletionChunk read(ChunkScanner input, ChunkShape shape, ChoiceBounds bounds) {
        if (!shape.isWithin(bounds) || !shape.mayFit(input.json())) {
            return null;
        }
        input.json().restart();
        CompletionChunk completion = shape.read(input, bounds);
        // A scanner that has failed is behind the end.
        return input.json().isAtEnd() ? completion : null;
    }

    private void noteUseful(Known matched) {
        if (!matched.useful) {
            matched.useful = true;
            futile = 0;
        }
    }

    /**
     * Learns from a completion that was parsed.
     *
     * @param json the completion's JSON, in the first {@code length} bytes
     * @param input the same JSON
     */
    void learn(byte[] json, int length, CompletionChunk completion, ChunkScanner input, ChoiceBounds bounds) {
        if (length > MAX_LEARNED || isFutile()) {
            return;
        }
        ChunkOutline outline = ChunkOutline.of(Arrays.copyOf(json, length));
        if (outline == null || isKnown(outline)) {
            return;
        }
        ChunkSkeleton skeleton = ChunkSkeleton.ofWhole(outline);
        if (skeleton.length() > MAX_LENGTH) {
            return;
        }
        ChunkShape shape = new ChunkShape(skeleton, completion);
        CompletionChunk read = read(input, shape, bounds);
        if (read != null && ChunkComparison.equal(completion, read)) {
            add(shape, outline);
        }
    }

    private boolean isFutile() {
        futile++;
        return futile > MAX_FUTILE && futile % MAX_FUTILE != 0;
    }

    private boolean isKnown(ChunkOutline outline) {
        return known.stream().anyMatch(each -> each.shape.fits(outline));
    }

    /** Adds a shape in place of the oldest one that was not useful, or of the oldest one. */
    private synchronized void add(ChunkShape shape, ChunkOutline outline) {
        if (isKnown(outline)) {
            // Another thread has learned it at the same time.
            return;
        }
        List<Known> all = new ArrayList<>(known);
        if (all.size() == MAX_SHAPES) {
            all.remove(leastUseful(all));
        }
        all.add(0, new Known(shape));
        known = List.copyOf(all);
    }

    private static int leastUseful(List<Known> all) {
        int least = all.size() - 1;
        for (int i = least; i >= 0; i--) {
            if (!all.get(i).useful) {
                return i;
            }
        }
        return least;
    }
}
