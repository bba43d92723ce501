// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.TransportException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The exchange with the server failed: no connection, a connection lost, bytes that are not HTTP. */
public final class NetworkException extends CompletionsClientException {

    private static final long serialVersionUID = 1L;

    private final TransportException.Kind kind;
    private final RequestProgress progress;

    /**
     * @param cause what the transport reported
     * @param response what HTTP told; null if no response had begun
     * @param partial what had arrived of a stream; null if nothing had
     * @param failedAttempts of the call, before this one
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

    /** What failed. */
    public TransportException.Kind kind() {
        return kind;
    }

    /** How far the request had come. */
    public RequestProgress progress() {
        return progress;
    }
}
