// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport;

/** The handle of one exchange: asks for data, and cancels. Safe for use by any thread, inside handler calls too. */
public interface Exchange {

    /**
     * Allows that many further {@link ResponseHandler#onData onData} calls.
     *
     * <p>Additive, and saturating at {@link Long#MAX_VALUE}, which means without bound. Returns without calling the
     * handler when a call of the handler is under way. No-op after the end.
     *
     * @param chunks more than zero
     * @throws IllegalArgumentException if {@code chunks} is not positive
     */
    void request(long chunks);

    /**
     * Aborts the exchange now, at whatever phase it is: the connection is closed, or the stream is reset.
     *
     * <p>No handler call begins after this returns on the thread that runs the handler's calls; on another thread, one
     * that is about to begin may still run. Idempotent; no-op after the end.
     */
    void cancel();
}
