// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport;

import org.jspecify.annotations.Nullable;

/**
 * Describes the failure of an exchange.
 *
 * <p>Passed to {@link ResponseHandler#onFailure}, not thrown. The message contains the host, but no header values and
 * nothing of the body.
 *
 * @since 0.1.0
 */
public final class TransportException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The kind of failure. */
    public enum Kind {
        /** The host name could not be resolved. */
        DNS,
        /** The connection failed, such as because it was refused or the host is unreachable. */
        CONNECT,
        /** The connection was not ready within {@link TransportConfig#connectTimeout()}. */
        CONNECT_TIMEOUT,
        /** No connection became available in time, and the transport may not open another. */
        ACQUIRE_TIMEOUT,
        /** The TLS handshake failed, or the certificate is not trusted or does not match the host. */
        TLS,
        /** The proxy refused the connection or failed. */
        PROXY,
        /** The connection was reset, or closed before a response began. */
        RESET,
        /** The body ended before it was complete. */
        TRUNCATED,
        /** The server's bytes are not HTTP, or contradict each other. */
        PROTOCOL,
        /** The response head is larger than {@link TransportConfig#maxHeadBytes()}. */
        LIMIT,
        /** The server refused the HTTP/2 stream without processing it. */
        REFUSED_STREAM,
        /** The transport was closed before or during the exchange. */
        CLOSED,
        /** An unexpected failure; see the cause. */
        INTERNAL
    }

    private final Kind kind;
    private final RequestProgress progress;

    /**
     * Creates an exception.
     *
     * @param kind the kind of failure
     * @param progress how much of the request was sent
     * @param message one sentence without secrets
     * @param cause the failure reported by the network library; null if none
     */
    public TransportException(Kind kind, RequestProgress progress, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.progress = progress;
    }

    /** Returns the kind of failure. */
    public Kind kind() {
        return kind;
    }

    /** Returns how much of the request was sent. */
    public RequestProgress progress() {
        return progress;
    }
}
