// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport;

/**
 * The handle of an exchange, with which its handler requests data and cancels.
 *
 * <p>Safe for use by multiple threads, including within handler calls. Transports implement this interface, and
 * decorators may do so; methods added to it in later releases have default implementations.
 *
 * @since 0.1.0
 */
public interface Exchange {

    /**
     * Permits a number of further {@link ResponseHandler#onData onData} calls.
     *
     * <p>Additive; saturates at {@link Long#MAX_VALUE}, which means unbounded. If a handler call is in progress, this
     * method returns without making another. No effect after the end of the exchange.
     *
     * @param chunks a positive number of calls
     * @throws IllegalArgumentException if the number is not positive
     */
    void request(long chunks);

    /**
     * Aborts the exchange immediately, at any stage: the connection is closed, or the stream is reset.
     *
     * <p>After this method returns on the thread that makes the handler calls, no further handler call begins; if it
     * returns on another thread, a call that is about to begin may still occur. Idempotent; no effect after the end of
     * the exchange.
     */
    void cancel();
}
