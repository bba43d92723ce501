// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport;

import java.net.URI;
import java.nio.ByteBuffer;

/**
 * A complete HTTP request.
 *
 * @param method the method, such as {@code POST}
 * @param uri an absolute {@code http} or {@code https} URI without user info and fragment; {@link URI#getHost} may
 *     return null, see {@link #host}
 * @param headers the headers, without those that the transport adds
 * @param body the body, read-only; empty if the request has none; each call of the accessor returns a buffer with its
 *     own position
 * @since 0.1.0
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
     * Returns the host of the URI, even if {@link URI#getHost} does not support it, such as {@code app_llm}. The case
     * is preserved; an IPv6 address has no brackets.
     *
     * @throws IllegalArgumentException if the URI has no host, or a port that is out of range
     * @see HostAndPort
     */
    public String host() {
        return HostAndPort.of(uri).host();
    }

    /**
     * Returns the port of the URI, or the default port of its scheme.
     *
     * @throws IllegalArgumentException if the URI has no host, or a port that is out of range
     * @see HostAndPort
     */
    public int port() {
        return HostAndPort.of(uri).port();
    }

    /**
     * Returns method, scheme, authority, path and body length, without query and headers, which may contain secrets.
     */
    @Override
    public String toString() {
        return method + " " + uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath() + " ("
                + body.remaining() + " bytes)";
    }
}
