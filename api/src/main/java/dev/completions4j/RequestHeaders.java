// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import dev.completions4j.transport.HttpHeaders;
import java.util.Locale;
import java.util.Set;

/** Which headers a caller may add to requests. */
final class RequestHeaders {

    /** What only a transport may set, since a second hand in it would break the framing of messages. */
    private static final Set<String> OF_THE_TRANSPORT = Set.of(
            "connection",
            "content-length",
            "expect",
            "host",
            "http2-settings",
            "keep-alive",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private RequestHeaders() {}

    /**
     * Sets a header in place of all those of that name.
     *
     * @throws IllegalArgumentException if it may not be sent; the message does not show the value
     */
    static void set(HttpHeaders.Builder headers, String name, String value) {
        checkName(name);
        if (value.chars().anyMatch(c -> c > '~')) {
            throw new IllegalArgumentException(
                    "The value of the header " + name + " has a character outside ASCII; encode it");
        }
        headers.set(name, value);
    }

    /**
     * Checks a name.
     *
     * @throws IllegalArgumentException if it is none, or that of a header of the transport's
     */
    static void checkName(String name) {
        var unused = HttpHeaders.builder().add(name, "");
        String lowerCase = name.toLowerCase(Locale.ROOT);
        if (OF_THE_TRANSPORT.contains(lowerCase) || lowerCase.startsWith("proxy-")) {
            throw new IllegalArgumentException("The header " + name + " is the transport's to set; leave it out");
        }
    }
}
