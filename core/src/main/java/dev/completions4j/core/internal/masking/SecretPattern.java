// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.masking;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Creates patterns that find a secret in plain, JSON-escaped or percent-encoded form, which may differ per character.
 *
 * <p>The testkit has a copy for recordings, since the modules do not depend on each other.
 */
final class SecretPattern {
    /** Replaces a secret in a masked text. */
    static final String HIDDEN = "***";

    /** Backslashes before a character, as in nested JSON; bounded to keep matching linear. */
    private static final String BACKSLASHES = "\\\\{0,8}+";

    private static final HexFormat HEX = HexFormat.of();

    private SecretPattern() {}

    static Pattern of(String secret) {
        StringBuilder pattern = new StringBuilder();
        secret.codePoints().filter(c -> c != '\\').forEach(c -> append(c, pattern));
        return Pattern.compile(pattern.toString());
    }

    private static void append(int c, StringBuilder pattern) {
        String character = Character.toString(c);
        pattern.append("(?:").append(BACKSLASHES).append("(?:");
        character
                .chars()
                .forEach(unit -> pattern.append(BACKSLASHES)
                        .append("u(?i:")
                        .append(HEX.toHexDigits((char) unit))
                        .append(')'));
        pattern.append('|').append(Pattern.quote(character)).append(")|");
        for (byte each : character.getBytes(UTF_8)) {
            pattern.append("%(?i:").append(HEX.toHexDigits(each)).append(')');
        }
        pattern.append(c == ' ' ? "|\\+)" : ")");
    }
}
