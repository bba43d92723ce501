// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Accumulates a text as UTF-8, in parts whose size grows with it: a short text wastes little memory, and a long one consists
 * of few large arrays, which the garbage collector does not move.
 *
 * <p>A string has two bytes for each of its characters if a single one is not in Latin-1, such as a dash or a curly quote.
 * Pieces that are long, and halves of surrogate pairs, are kept as strings.
 */
final class GrowingText {

    private static final byte[] NOTHING = {};

    /** Size in bytes from which the overhead of a part is negligible. */
    private static final int SHORTEST_PART = 512;

    private static final int LONGEST_PART = 1 << 20;

    /** The length of a part as a fraction of the text so far. */
    private static final int PARTS = 4;

    /** How fast the array of a part grows. */
    private static final int GROWTH = 4;

    /** The most bytes that one character of a string needs; a surrogate pair needs four. */
    private static final int BYTES_PER_CHARACTER = 3;

    /** The parts before {@link #end}. */
    private final List<Supplier<String>> parts = new ArrayList<>(0);

    private byte[] end = NOTHING;
    private int endLength;
    private int partLength = SHORTEST_PART;
    private long length;

    void add(String piece) {
        length += piece.length();
        long most = (long) BYTES_PER_CHARACTER * piece.length();
        if (endLength + most > partLength) {
            endPart();
        }
        if (most > SHORTEST_PART || !append(piece, roomFor((int) most))) {
            addPart(piece);
        }
    }

    private void addPart(String piece) {
        endPart();
        parts.add(() -> piece);
    }

    private void endPart() {
        if (endLength > 0) {
            // A copy is worth its time only if it saves much.
            byte[] part = endLength > end.length - end.length / 8 ? end : Arrays.copyOf(end, endLength);
            int itsLength = endLength;
            parts.add(() -> new String(part, 0, itsLength, UTF_8));
            end = NOTHING;
            endLength = 0;
        }
        partLength = (int) Math.max(SHORTEST_PART, Math.min(LONGEST_PART, length / PARTS));
    }

    /** Encodes a piece; returns false, without effect, if it contains half of a surrogate pair. */
    private boolean append(String piece, byte[] bytes) {
        int at = endLength;
        for (int i = 0; i < piece.length(); i++) {
            char next = piece.charAt(i);
            if (next < 0x80) {
                bytes[at++] = (byte) next;
            } else if (next < 0x800) {
                bytes[at++] = (byte) (0xC0 | next >> 6);
                bytes[at++] = continuation(next);
            } else if (!Character.isSurrogate(next)) {
                bytes[at++] = (byte) (0xE0 | next >> 12);
                bytes[at++] = continuation(next >> 6);
                bytes[at++] = continuation(next);
            } else {
                int pair = piece.codePointAt(i);
                i++;
                if (!Character.isSupplementaryCodePoint(pair)) {
                    return false;
                }
                bytes[at++] = (byte) (0xF0 | pair >> 18);
                bytes[at++] = continuation(pair >> 12);
                bytes[at++] = continuation(pair >> 6);
                bytes[at++] = continuation(pair);
            }
        }
        endLength = at;
        return true;
    }

    private static byte continuation(int bits) {
        return (byte) (0x80 | (bits & 0x3F));
    }

    private byte[] roomFor(int more) {
        while (endLength + more > end.length) {
            end = Arrays.copyOf(end, Math.max(SHORTEST_PART / GROWTH, Math.min(GROWTH * end.length, partLength)));
        }
        return end;
    }

    String whole() {
        String last = new String(end, 0, endLength, UTF_8);
        if (parts.isEmpty()) {
            return last;
        }
        List<String> all = new ArrayList<>(parts.size() + 1);
        parts.forEach(part -> all.add(part.get()));
        all.add(last);
        // In one step, to avoid a third copy of a long text.
        return String.join("", all);
    }
}
