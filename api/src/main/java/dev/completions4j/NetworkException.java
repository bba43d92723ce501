// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.TransportException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when the exchange with the server failed, such as a refused or lost connection, or bytes that are not HTTP.
 *
 * @since 0.1.0
 */
public final class NetworkException extends CompletionsClientException {

    private static final long serialVersionUID = 1L;

    private final TransportException.Kind kind;
    private final RequestProgress progress;

    /**
     * Creates an exception.
     *
     * @param cause the failure reported by the transport
     * @param response HTTP metadata of the response; null if none had begun
     * @param partial the part of a stream received before the failure; null if none
     * @param failedAttempts the attempts of the call before this one
     */
    public NetworkException(
            TransportException cause,
            @Nullable ResponseInfo response,
            @Nullable Completion partial,
            List<FailedAttempt> failedAttempts) {
        super(
                cause.getMessage() == null ? cause.kind().toString() : cause.getMessage(),
                cause,
                response,
                partial,
                failedAttempts);
        this.kind = cause.kind();
        this.progress = cause.progress();
    }

    /** Returns the kind of failure. */
    public TransportException.Kind kind() {
        return kind;
    }

    /** Returns how much of the request was sent. */
    public RequestProgress progress() {
        return progress;
    }
}
