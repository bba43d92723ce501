// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import org.jspecify.annotations.Nullable;

/** A stream ended before all its choices had: without {@code [DONE]}, and with a choice that has no finish reason. */
public final class TruncatedStreamException extends CompletionsClientException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what is missing
     * @param cause how the connection failed; null if the body ended as HTTP says it must
     * @param response what HTTP told of it
     * @param partial what had arrived; null if nothing had
     */
    public TruncatedStreamException(
            String message, @Nullable Throwable cause, ResponseInfo response, @Nullable Completion partial) {
        super(message, cause, response, partial);
    }
}
