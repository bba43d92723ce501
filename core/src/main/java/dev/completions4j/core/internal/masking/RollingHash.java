// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.masking;

import java.util.concurrent.ThreadLocalRandom;

/**
 * A rolling hash over the last letters of a sequence.
 *
 * <p>The base is chosen at random per JVM, so that colliding texts cannot be constructed.
 */
final class RollingHash {

    private static final long BASE = ThreadLocalRandom.current().nextLong() | 1;

    private final int[] window;
    private final long weightOfOldest;
    private int seen;
    private int next;
    private long hash;

    /** @param length the number of hashed letters */
    RollingHash(int length) {
        window = new int[length];
        long weight = 1;
        for (int i = 0; i < length; i++) {
            weight *= BASE;
        }
        weightOfOldest = weight;
    }

    /** Adds a letter; returns false until there are enough letters. */
    boolean add(int letter) {
        int oldest = window[next];
        window[next] = letter + 1;
        next = next + 1 == window.length ? 0 : next + 1;
        hash = hash * BASE + letter + 1 - weightOfOldest * oldest;
        seen = Math.min(window.length, seen + 1);
        return seen == window.length;
    }

    /** Returns the hash of the last letters. */
    long value() {
        // The finalizer of MurmurHash3, since the low bits of the sum depend only on the letters' low bits.
        long mixed = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
