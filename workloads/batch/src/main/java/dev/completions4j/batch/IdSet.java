// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * The ids of a batch and the fingerprints of those that an earlier run has answered: about 25 bytes for each, however long
 * they are, since only 95 bits of their hashes are kept. Two of 10⁸ ids are taken for one with a probability of 10⁻¹³. Used by
 * one thread.
 */
final class IdSet {

    /** What is known of an id when the input names it. */
    enum Sighting {
        /** It is new. */
        NEW,
        /** An earlier run answered it. */
        ANSWERED,
        /** An earlier run answered another request with it. */
        CHANGED,
        /** The input has named it before. */
        REPEATED
    }

    /** The bit that says that the input has named the id. */
    private static final long NAMED = 1;

    /** The bits of the id's hash; those between are the fingerprint of its answer. */
    private static final long HASH = -1L << 33;

    /** Segments grow one by one, so that growing needs little memory. */
    private final @Nullable Segment[] segments = new @Nullable Segment[256];

    private final MessageDigest digest;
    private boolean isEmpty = true;

    IdSet() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform must have SHA-256", e);
        }
    }

    /** Returns whether there are no ids. */
    boolean isEmpty() {
        return isEmpty;
    }

    /**
     * Adds an id that an earlier run has answered.
     *
     * @param fingerprint the fingerprint of the request; {@link Fingerprint#UNKNOWN} if unknown
     */
    void addAnswered(String id, int fingerprint) {
        var unused = add(id, fingerprint, 0);
    }

    /**
     * Records that the input names an id, and returns what was known of it.
     *
     * @param fingerprint the fingerprint of the request
     */
    Sighting see(String id, int fingerprint) {
        long known = add(id, Fingerprint.UNKNOWN, NAMED);
        if (known < 0) {
            return Sighting.NEW;
        }
        if ((known & NAMED) != 0) {
            return Sighting.REPEATED;
        }
        int answered = (int) (known >>> 1);
        return answered == Fingerprint.UNKNOWN || answered == fingerprint ? Sighting.ANSWERED : Sighting.CHANGED;
    }

    /** Returns the fingerprint and the mark that the id had; a negative number if it is new. */
    private long add(String id, int fingerprint, long named) {
        isEmpty = false;
        ByteBuffer hash = hash(id);
        long high = high(hash);
        long low = hash.getLong(8) & HASH;
        Segment segment = segment(high);
        int slot = segment.slot(high, low);
        if (segment.isFree(slot)) {
            segment.put(slot, high, low | (Integer.toUnsignedLong(fingerprint) << 1) | named);
            return -1;
        }
        return segment.mark(slot, named) & ~HASH;
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

        /** For each id, the first half of its hash, and what else is known of it. */
        private long[] halves = new long[2 * 16];

        private int size;

        /** Returns the slot of a hash, or the free slot where it belongs. */
        int slot(long high, long low) {
            int capacity = halves.length / 2;
            int slot = (int) (((low >>> 33) * capacity) >>> 31);
            while (halves[2 * slot] != 0 && (halves[2 * slot] != high || (halves[2 * slot + 1] & HASH) != low)) {
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

        /** Adds a mark to an id; returns the second half as it was before. */
        long mark(int slot, long named) {
            long before = halves[2 * slot + 1];
            halves[2 * slot + 1] |= named;
            return before;
        }

        private void grow() {
            long[] old = halves;
            halves = new long[old.length / 2 * 3];
            for (int i = 0; i < old.length; i += 2) {
                if (old[i] != 0) {
                    int slot = slot(old[i], old[i + 1] & HASH);
                    halves[2 * slot] = old[i];
                    halves[2 * slot + 1] = old[i + 1];
                }
            }
        }
    }
}
