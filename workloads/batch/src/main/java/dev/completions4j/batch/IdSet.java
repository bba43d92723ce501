// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * The ids of a batch, as 128-bit hashes: about 25 bytes for each, however long they are. Two different ids are taken for
 * one with a probability that is negligible for any number of ids. Used by one thread.
 */
final class IdSet {

    /** What is known of an id when the input names it. */
    enum Sighting {
        /** It is new. */
        NEW,
        /** An earlier run answered it. */
        ANSWERED,
        /** The input has named it before. */
        REPEATED
    }

    /** The bit of a hash that says that the input has named the id. */
    private static final long NAMED = 1;

    /** Segments grow one by one, so that growing needs little memory. */
    private final @Nullable Segment[] segments = new @Nullable Segment[256];

    private final MessageDigest digest;

    IdSet() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform must have SHA-256", e);
        }
    }

    /** Adds an id that an earlier run has answered. */
    void addAnswered(String id) {
        var unused = add(id, 0);
    }

    /** Records that the input names an id, and returns what was known of it. */
    Sighting see(String id) {
        return add(id, NAMED);
    }

    private Sighting add(String id, long named) {
        ByteBuffer hash = hash(id);
        long high = high(hash);
        long low = hash.getLong(8) & ~NAMED;
        Segment segment = segment(high);
        int slot = segment.slot(high, low);
        if (segment.isFree(slot)) {
            segment.put(slot, high, low | named);
            return Sighting.NEW;
        }
        return segment.mark(slot, named) ? Sighting.REPEATED : Sighting.ANSWERED;
    }

    private ByteBuffer hash(String id) {
        return ByteBuffer.wrap(digest.digest(id.getBytes(UTF_8)));
    }

    /** Returns the first half of a hash; never zero, which marks free slots. */
    private static long high(ByteBuffer hash) {
        long high = hash.getLong(0);
        return high == 0 ? 1 : high;
    }

    private Segment segment(long high) {
        int index = (int) (high >>> 56);
        Segment segment = segments[index];
        if (segment == null) {
            segment = new Segment();
            segments[index] = segment;
        }
        return segment;
    }

    /** A hash table with linear probing. */
    private static final class Segment {

        /** The halves of the hashes, alternating. */
        private long[] halves = new long[2 * 16];

        private int size;

        /** Returns the slot of a hash, or the free slot where it belongs. */
        int slot(long high, long low) {
            int capacity = halves.length / 2;
            int slot = (int) Long.remainderUnsigned(low >>> 1, capacity);
            while (halves[2 * slot] != 0 && (halves[2 * slot] != high || (halves[2 * slot + 1] & ~NAMED) != low)) {
                slot = slot + 1 == capacity ? 0 : slot + 1;
            }
            return slot;
        }

        boolean isFree(int slot) {
            return halves[2 * slot] == 0;
        }

        void put(int slot, long high, long low) {
            halves[2 * slot] = high;
            halves[2 * slot + 1] = low;
            size++;
            if (size * 4L > halves.length / 2 * 3L) {
                grow();
            }
        }

        /** Adds a mark to an id; returns whether the input has named it before. */
        boolean mark(int slot, long named) {
            boolean before = (halves[2 * slot + 1] & NAMED) != 0;
            halves[2 * slot + 1] |= named;
            return before;
        }

        private void grow() {
            long[] old = halves;
            halves = new long[old.length / 2 * 3];
            for (int i = 0; i < old.length; i += 2) {
                if (old[i] != 0) {
                    int slot = slot(old[i], old[i + 1] & ~NAMED);
                    halves[2 * slot] = old[i];
                    halves[2 * slot + 1] = old[i + 1];
                }
            }
        }
    }
}
