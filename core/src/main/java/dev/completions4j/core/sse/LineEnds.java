package dev.completions4j.core.sse;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Finds the ends of lines, eight bytes at a time. */
final class LineEnds {

    private static final long LINE_FEEDS = 0x0A0A0A0A0A0A0A0AL;
    private static final long CARRIAGE_RETURNS = 0x0D0D0D0D0D0D0D0DL;
    private static final long LOW_BITS = 0x7F7F7F7F7F7F7F7FL;

    private LineEnds() {}

    /** Where the first line feed or carriage return stands between position and limit; the limit if there is none. */
    static int indexIn(ByteBuffer input) {
        int limit = input.limit();
        int i = input.position();
        for (; i <= limit - Long.BYTES; i += Long.BYTES) {
            long word = input.getLong(i);
            long ends = zeros(word ^ LINE_FEEDS) | zeros(word ^ CARRIAGE_RETURNS);
            if (ends != 0) {
                return i + first(ends, input.order()) / Byte.SIZE;
            }
        }
        while (i < limit && input.get(i) != '\n' && input.get(i) != '\r') {
            i++;
        }
        return i;
    }

    /** The highest bit of each byte that is zero (Warren, Hacker's Delight, section 6-1). */
    private static long zeros(long word) {
        return ~(((word & LOW_BITS) + LOW_BITS) | word | LOW_BITS);
    }

    private static int first(long bits, ByteOrder order) {
        return order == ByteOrder.BIG_ENDIAN ? Long.numberOfLeadingZeros(bits) : Long.numberOfTrailingZeros(bits);
    }
}
