// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.config;

import dev.completions4j.cli.failure.UsageException;
import java.nio.charset.Charset;

/** Refuses texts of arguments and environment that have lost characters when Java decoded them. Immutable. */
public final class Decoded {

    /** Java puts it in place of what the locale's encoding cannot represent. */
    private static final char REPLACEMENT = '\uFFFD';

    private final boolean isGenuine;

    /**
     * Creates a check.
     *
     * @param encoding the encoding of arguments and environment; one that has the replacement character itself has all
     *     others, too
     */
    public Decoded(Charset encoding) {
        isGenuine = encoding.newEncoder().canEncode(REPLACEMENT);
    }

    /**
     * Checks a text.
     *
     * @param text the text
     * @param source where it came from, for the message
     * @param alternative another remedy, which continues the sentence; may be empty
     * @throws UsageException if it has characters that the locale cannot represent
     */
    public void check(String text, String source, String alternative) {
        if (!isGenuine && text.indexOf(REPLACEMENT) >= 0) {
            throw new UsageException(
                    source + " has characters that the locale cannot represent; set LC_ALL=C.UTF-8" + alternative);
        }
    }
}
