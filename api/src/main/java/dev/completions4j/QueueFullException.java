// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.util.List;

/**
 * Thrown when the maximum numbers of calls are in flight and queued; nothing was sent.
 *
 * @since 0.1.0
 */
public final class QueueFullException extends CompletionsClientException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param maxInFlight the maximum number of calls in flight
     * @param maxQueued the maximum number of queued calls
     */
    public QueueFullException(int maxInFlight, int maxQueued) {
        super(
                maxInFlight + " calls are in flight and " + maxQueued + " wait for their turn, which is all that"
                        + " maxInFlight and maxQueued allow; call later, or raise them if the server can take more",
                null,
                null,
                null,
                List.of());
    }
}
