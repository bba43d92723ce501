// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.masking;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Finds a secret as it is, as JSON writes it, and in a URL, each of its characters in its own way.
 *
 * <p>The testkit has the same for recordings, since neither module may see the other.
 */
final class SecretPattern {
    /** Replaces a secret in a masked text. */
    static final String HIDDEN = "***";

    /** Before any character, as JSON within JSON has them; bounded, so that a text of backslashes takes no longer. */
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
