// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport;

import java.net.URI;
import java.nio.ByteBuffer;

/**
 * One HTTP request, complete.
 *
 * @param method such as {@code POST}
 * @param uri absolute, {@code http} or {@code https}, without user info and fragment; {@link URI#getHost} may be null, see
 *     {@link #host}
 * @param headers without those that the transport adds
 * @param body read-only; empty if the request has none; each call of the accessor returns a buffer with a position of
 *     its own
 */
public record TransportRequest(String method, URI uri, HttpHeaders headers, ByteBuffer body) {

    public TransportRequest {
        body = body.asReadOnlyBuffer();
    }

    @Override
    public ByteBuffer body() {
        return body.duplicate();
    }

    /**
     * Returns the host that the URI names, also where {@link URI#getHost} knows none, such as {@code app_llm}. The case is
     * as given; an IPv6 address has no brackets.
     *
     * @throws IllegalArgumentException if the URI names no host, or a port that does not exist
     * @see HostAndPort
     */
    public String host() {
        return HostAndPort.of(uri).host();
    }

    /**
     * Returns the port that the URI names, or the default port of its scheme.
     *
     * @throws IllegalArgumentException if the URI names no host, or a port that does not exist
     * @see HostAndPort
     */
    public int port() {
        return HostAndPort.of(uri).port();
    }

    /** Method, scheme, authority, path and body length; neither query nor headers, which may hold secrets. */
    @Override
    public String toString() {
        return method + " " + uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath() + " ("
                + body.remaining() + " bytes)";
    }
}
