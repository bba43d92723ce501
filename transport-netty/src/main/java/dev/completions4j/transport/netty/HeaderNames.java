// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import io.netty.util.AsciiString;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Converts the names of response headers to strings, and remembers them, since most responses have the same. Safe for use
 * by any thread.
 */
final class HeaderNames {

    private static final int MAX_NAMES = 256;
    private static final int MAX_LENGTH = 64;

    private static final Map<AsciiString, String> KNOWN = new ConcurrentHashMap<>();

    private HeaderNames() {}

    /** Returns the name as a string, in its case. */
    static String of(CharSequence name) {
        return name instanceof AsciiString ascii ? remembered(ascii) : name.toString();
    }

    private static String remembered(AsciiString name) {
        String known = KNOWN.get(name);
        if (known != null) {
            return known;
        }
        String converted = name.toString();
        // Bounded, since servers choose the names.
        if (converted.length() <= MAX_LENGTH && KNOWN.size() < MAX_NAMES) {
            KNOWN.put(new AsciiString(converted), converted);
        }
        return converted;
    }
}
