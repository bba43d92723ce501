package dev.completions4j.transport;

import java.net.URI;
import java.nio.ByteBuffer;

/**
 * One HTTP request, complete.
 *
 * @param method such as {@code POST}
 * @param uri absolute, {@code http} or {@code https}, without user info and fragment
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

    /** Method, scheme, authority, path and body length; neither query nor headers, which may hold secrets. */
    @Override
    public String toString() {
        return method + " " + uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath() + " ("
                + body.remaining() + " bytes)";
    }
}
