// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.completions4j.core.internal.json.Utf8;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Joins characters that a server has split between two texts of one choice. The beginning of a character at the end of
 * a text is held back until the choice's next text, as an incremental decoder would do. Not thread-safe.
 */
final class SplitCharacters {

    private static final byte[] NOTHING = {};
    private static final String REPLACEMENT = "\uFFFD";
    private static final int MAX_BYTES = 4;

    /** The bytes that were held back, by choice index. */
    private Map<Integer, byte[]> keptBack = Map.of();

    /** Returns whether no bytes are held back. */
    boolean isEmpty() {
        return keptBack.isEmpty();
    }

    /**
     * Returns a choice's text with whole characters.
     *
     * @param text the decoded text, with a replacement character for each ill-formed part
     * @param json holds the bytes of the text as the server sent them, escapes included, from {@code start} to
     *     {@code end}
     * @param last whether the choice has ended, so that nothing can complete a character
     */
    String join(int choiceIndex, String text, byte[] json, int start, int end, boolean last) {
        byte[] begun = keptBack.getOrDefault(choiceIndex, NOTHING);
        if (begun.length == 0) {
            return withoutCut(choiceIndex, text, json, start, end, last);
        }
        if (start == end) {
            return last ? flush(choiceIndex) : text;
        }
        byte[] character = Arrays.copyOf(begun, Math.min(MAX_BYTES, begun.length + end - start));
        System.arraycopy(json, start, character, begun.length, character.length - begun.length);
        int sequence = Utf8.sequence(character, 0, character.length);
        int taken = Math.abs(sequence) - begun.length;
        boolean goesOn = sequence == -character.length && start + taken == end;
        if (goesOn && !last) {
            keepBack(choiceIndex, character);
            return "";
        }
        keptBack.remove(choiceIndex);
        String joined = sequence > 0 ? new String(character, 0, sequence, UTF_8) : REPLACEMENT;
        // Each byte that was joined is a replacement character in the text.
        return joined + withoutCut(choiceIndex, text.substring(taken), json, start + taken, end, last);
    }

    private String flush(int choiceIndex) {
        keptBack.remove(choiceIndex);
        return REPLACEMENT;
    }

    private String withoutCut(int choiceIndex, String text, byte[] json, int start, int end, boolean last) {
        int cut = last ? 0 : Utf8.cutAtEnd(json, start, end);
        if (cut == 0) {
            return text;
        }
        keepBack(choiceIndex, Arrays.copyOfRange(json, end - cut, end));
        return text.substring(0, text.length() - REPLACEMENT.length());
    }

    private void keepBack(int choiceIndex, byte[] begun) {
        if (keptBack.isEmpty()) {
            // Few streams need a map.
            keptBack = new HashMap<>();
        }
        keptBack.put(choiceIndex, begun);
    }
}
