// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.config;

import dev.completions4j.cli.failure.UsageException;
import java.nio.charset.Charset;

/** Refuses texts of arguments and environment that have lost characters when Java decoded them. Immutable. */
public final class Decoded {

    /** Java puts it in place of what the locale's encoding cannot represent. */
    private static final char REPLACEMENT = '\uFFFD';

    private final String problem;

    /** Creates a check of texts in the given encoding, that of arguments and environment. */
    public Decoded(Charset encoding) {
        // Where the encoding has the character, it may have been typed, but Java does not tell that from bytes it
        // replaced.
        problem = encoding.newEncoder().canEncode(REPLACEMENT)
                ? " has U+FFFD, which stands for bytes that are not " + encoding
                        + "; convert them, or write \\ufffd in the JSON of --set"
                : " has characters that the locale cannot represent; set LC_ALL=C.UTF-8";
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
        if (text.indexOf(REPLACEMENT) >= 0) {
            throw new UsageException(source + problem + alternative);
        }
    }
}
