// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import io.netty.buffer.ByteBuf;

/** A point in time as 16 digits, in microseconds of a clock that all processes of the machine share. */
final class Stamp {

    static final int LENGTH = 16;
    static final String NONE = "0".repeat(LENGTH);

    /** Stands for the time of an event without a stamp. */
    static final long MISSING = -1;

    private Stamp() {}

    static long now() {
        return System.nanoTime() / 1000;
    }

    static void write(long stamp, byte[] target, int offset) {
        long rest = stamp;
        for (int i = offset + LENGTH - 1; i >= offset; i--) {
            target[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /** Reads the stamp at the start of a text. */
    static long read(CharSequence text) {
        return Long.parseLong(text, 0, LENGTH, 10);
    }

    /** Reads the stamp at an index of the buffer; returns {@link #MISSING} if there is none. */
    static long read(ByteBuf bytes, int index) {
        if (bytes.writerIndex() < index + LENGTH) {
            return MISSING;
        }
        long stamp = 0;
        for (int i = index; i < index + LENGTH; i++) {
            int digit = bytes.getByte(i) - '0';
            if (digit < 0 || digit > 9) {
                return MISSING;
            }
            stamp = stamp * 10 + digit;
        }
        return stamp;
    }
}
