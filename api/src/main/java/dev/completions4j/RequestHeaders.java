// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import dev.completions4j.transport.HttpHeaders;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Determines which request headers a caller may set. */
final class RequestHeaders {

    /** The headers that only a transport may set, because a second writer would break message framing. */
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
     * Sets a header; replaces all headers of the same name.
     *
     * @param value null removes them
     * @throws IllegalArgumentException if the header must not be sent; the message does not contain the value
     */
    static void set(HttpHeaders.Builder headers, String name, @Nullable String value) {
        checkName(name);
        if (value == null) {
            headers.remove(name);
            return;
        }
        if (value.chars().anyMatch(c -> c > '~')) {
            throw new IllegalArgumentException(
                    "The value of the header " + name + " contains a non-ASCII character; encode it");
        }
        headers.set(name, value);
    }

    /**
     * Checks the name of a header.
     *
     * @throws IllegalArgumentException if it is not a valid name, or is reserved for the transport
     */
    static void checkName(String name) {
        var unused = HttpHeaders.builder().add(name, "");
        String lowerCase = name.toLowerCase(Locale.ROOT);
        if (OF_THE_TRANSPORT.contains(lowerCase) || lowerCase.startsWith("proxy-")) {
            throw new IllegalArgumentException(
                    "The header " + name + " is set by the transport; do not set it on a request");
        }
    }
}
