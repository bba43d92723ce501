// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when the client was closed before the call, or while it was in flight.
 *
 * @since 0.1.0
 */
public final class ClientClosedException extends CompletionsClientException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param response HTTP metadata of the response; null if none had begun
     * @param partial the part of a stream received before the failure; null if none
     * @param failedAttempts the attempts of the call before this one
     */
    public ClientClosedException(
            @Nullable ResponseInfo response, @Nullable Completion partial, List<FailedAttempt> failedAttempts) {
        super("The client is closed", null, response, partial, failedAttempts);
    }
}
