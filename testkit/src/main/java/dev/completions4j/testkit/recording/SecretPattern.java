// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.recording;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Matches a secret literally, JSON-encoded or URL-encoded; each character may be encoded in its own way.
 *
 * <p>The engine has a copy for its messages, because neither module may depend on the other.
 */
final class SecretPattern {

    /**
     * Backslashes before any character, as in nested JSON; bounded, so that long runs of backslashes do not slow down
     * matching.
     */
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
