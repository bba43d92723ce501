// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.concurrent;

import dev.completions4j.transport.Transport;

/** Refuses to let a thread wait for what only that thread may bring. Safe for use by any thread. */
public final class WaitGuard {

    private final Transport transport;

    /** @param transport brings the responses */
    public WaitGuard(Transport transport) {
        this.transport = transport;
    }

    /**
     * Checks that the current thread may wait for a response.
     *
     * @throws IllegalStateException if the thread is one of the transport's or of the clients' own
     */
    public void check() {
        if (Callbacks.ownCurrentThread()
                || UserCode.get(transport, "the current thread may wait", transport::isIoThread, false)) {
            throw new IllegalStateException(
                    "The thread " + Thread.currentThread().getName()
                            + " brings responses, so it must not wait for one; chain the next step, by thenCompose for example, or"
                            + " give the client an executor for callbacks");
        }
    }
}
