// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport;

import org.jspecify.annotations.Nullable;

/**
 * Says how an exchange failed.
 *
 * <p>Given to {@link ResponseHandler#onFailure}, not thrown. The message names the host and never a header's value or
 * the body.
 */
public final class TransportException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What failed. */
    public enum Kind {
        /** The host name could not be resolved. */
        DNS,
        /** No connection could be made: refused, unreachable. */
        CONNECT,
        /** The connection was not ready within {@link TransportConfig#connectTimeout()}. */
        CONNECT_TIMEOUT,
        /** No connection became free in time, and the transport may open no further one. */
        ACQUIRE_TIMEOUT,
        /** The TLS handshake failed, or the certificate is not the host's or not trusted. */
        TLS,
        /** The proxy refused or failed. */
        PROXY,
        /** The connection was reset, or closed before a response began. */
        RESET,
        /** The body ended before it was complete. */
        TRUNCATED,
        /** The server's bytes are not HTTP, or contradict each other. */
        PROTOCOL,
        /** The response head is larger than {@link TransportConfig#maxHeadBytes()}. */
        LIMIT,
        /** The server refused the HTTP/2 stream, unprocessed. */
        REFUSED_STREAM,
        /** The transport is closed, or was closed during the exchange. */
        CLOSED,
        /** Something that the transport did not foresee; the cause tells. */
        INTERNAL
    }

    private final Kind kind;
    private final RequestProgress progress;

    /**
     * @param kind what failed
     * @param progress how far the request had come
     * @param message one sentence without secrets
     * @param cause what the network library reported; null if it reported nothing
     */
    public TransportException(Kind kind, RequestProgress progress, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.progress = progress;
    }

    /** What failed. */
    public Kind kind() {
        return kind;
    }

    /** How far the request had come. */
    public RequestProgress progress() {
        return progress;
    }
}
