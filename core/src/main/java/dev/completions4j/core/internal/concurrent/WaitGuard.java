// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.concurrent;

import dev.completions4j.transport.Transport;

/** Rejects blocking waits on threads that deliver responses, which would deadlock. Thread-safe. */
public final class WaitGuard {

    private final Transport transport;

    /** @param transport delivers the responses */
    public WaitGuard(Transport transport) {
        this.transport = transport;
    }

    /**
     * Checks that the current thread may block until a response arrives.
     *
     * @throws IllegalStateException if the thread belongs to the transport or to a client
     */
    public void check() {
        if (Callbacks.ownCurrentThread()
                || UserCode.get(transport, "the current thread may wait", transport::isIoThread, false)) {
            throw new IllegalStateException(
                    "The thread " + Thread.currentThread().getName()
                            + " delivers responses and must not wait for one; chain the next step, for example with"
                            + " thenCompose, or set an executor for callbacks");
        }
    }
}
