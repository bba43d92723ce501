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

    /** The names of all responses in the process. */
    static final HeaderNames SHARED = new HeaderNames();

    private final Map<AsciiString, String> known = new ConcurrentHashMap<>();

    /** Returns a name as a string, in its case. */
    String string(CharSequence name) {
        return name instanceof AsciiString ascii ? remembered(ascii) : name.toString();
    }

    private String remembered(AsciiString name) {
        String before = known.get(name);
        if (before != null) {
            return before;
        }
        String converted = name.toString();
        // Bounded, since servers choose the names.
        if (converted.length() <= MAX_LENGTH && known.size() < MAX_NAMES) {
            known.put(new AsciiString(converted), converted);
        }
        return converted;
    }
}
