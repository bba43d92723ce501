// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.masking;

import java.util.concurrent.ThreadLocalRandom;

/**
 * The hash of the last few letters of a sequence.
 *
 * <p>Its base is chosen at random in each JVM, so that nobody can make texts whose hashes collide.
 */
final class RollingHash {

    private static final long BASE = ThreadLocalRandom.current().nextLong() | 1;

    private final int[] window;
    private final long weightOfOldest;
    private int seen;
    private int next;
    private long hash;

    /** @param length the number of letters that are hashed */
    RollingHash(int length) {
        window = new int[length];
        long weight = 1;
        for (int i = 0; i < length; i++) {
            weight *= BASE;
        }
        weightOfOldest = weight;
    }

    /** Adds a letter; false until there are enough. */
    boolean add(int letter) {
        int oldest = window[next];
        window[next] = letter + 1;
        next = next + 1 == window.length ? 0 : next + 1;
        hash = hash * BASE + letter + 1 - weightOfOldest * oldest;
        seen = Math.min(window.length, seen + 1);
        return seen == window.length;
    }

    /** The hash of the last letters. */
    long value() {
        // The finalizer of MurmurHash3: the low bits of the sum depend on those of the letters alone.
        long mixed = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
