// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a stream ended prematurely: without {@code [DONE]}, and with a choice that has no finish reason.
 *
 * @since 0.1.0
 */
public final class TruncatedStreamException extends CompletionsClientException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message the missing part
     * @param cause the failure of the connection; null if the body ended as HTTP requires
     * @param response HTTP metadata of the response
     * @param partial the part of the stream received; null if none
     */
    public TruncatedStreamException(
            String message, @Nullable Throwable cause, ResponseInfo response, @Nullable Completion partial) {
        super(message, cause, response, partial);
    }
}
