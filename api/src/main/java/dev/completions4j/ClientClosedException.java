// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The client was closed before the call, or while it was in flight. */
public final class ClientClosedException extends CompletionsClientException {

    private static final long serialVersionUID = 1L;

    /**
     * @param response what HTTP told; null if no response had begun
     * @param partial what had arrived of a stream; null if nothing had
     * @param failedAttempts of the call, before this one
     */
    public ClientClosedException(
            @Nullable ResponseInfo response, @Nullable Completion partial, List<FailedAttempt> failedAttempts) {
        super("The client is closed", null, response, partial, failedAttempts);
    }
}
