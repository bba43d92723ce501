// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.util.List;

/** The client has as many calls in flight as it may, and as many that wait for their turn; nothing was sent. */
public final class QueueFullException extends CompletionsClientException {

    private static final long serialVersionUID = 1L;

    /**
     * @param maxInFlight how many calls may be in flight
     * @param maxQueued how many may wait
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
