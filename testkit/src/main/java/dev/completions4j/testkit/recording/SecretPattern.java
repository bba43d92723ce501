// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.recording;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Matches a secret literally, JSON-encoded or URL-encoded; each character may be encoded in its own way.
 *
 * <p>The engine has its own search for messages, because neither module may depend on the other.
 */
final class SecretPattern {

    /** In code points; matching is recursive, so that the pattern of a long secret would overflow the stack. */
    private static final int MAX_SEGMENT = 128;

    /** In code points; shorter segments would match within ordinary words. */
    private static final int MIN_SEGMENT = 8;

    /**
     * Backslashes before any character, as in nested JSON; bounded, so that long runs of backslashes do not slow down
     * matching.
     */
    private static final String BACKSLASHES = "\\\\{0,8}+";

    private static final HexFormat HEX = HexFormat.of();

    private SecretPattern() {}

    /** Returns the patterns of the segments of a secret: one, unless the secret is long. */
    static Stream<Pattern> of(String secret) {
        int[] characters = secret.codePoints().filter(c -> c != '\\').toArray();
        int segments = Math.max(1, (characters.length - MIN_SEGMENT) / MAX_SEGMENT + 1);
        return IntStream.range(0, segments).mapToObj(i -> {
            int end = i == segments - 1 ? characters.length : (i + 1) * MAX_SEGMENT;
            return segment(Arrays.copyOfRange(characters, i * MAX_SEGMENT, end));
        });
    }

    private static Pattern segment(int[] characters) {
        StringBuilder pattern = new StringBuilder();
        for (int c : characters) {
            append(c, pattern);
        }
        return Pattern.compile(pattern.toString());
    }

    private static void append(int c, StringBuilder pattern) {
        String character = Character.toString(c);
        pattern.append("(?:");
        // Before the character itself, which may be a percent sign.
        for (byte each : character.getBytes(UTF_8)) {
            pattern.append("%(?i:").append(HEX.toHexDigits(each)).append(')');
        }
        pattern.append('|').append(BACKSLASHES).append("(?:");
        character
                .chars()
                .forEach(unit -> pattern.append(BACKSLASHES)
                        .append("u(?i:")
                        .append(HEX.toHexDigits((char) unit))
                        .append(')'));
        pattern.append('|').append(Pattern.quote(character)).append(')');
        pattern.append(c == ' ' ? "|\\+)" : ")");
    }
}
