// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import dev.completions4j.transport.ConnectionInfo;
import dev.completions4j.transport.TransportRequest;
import io.netty.channel.EventLoop;

/**
 * An open connection that has places for exchanges: one, or several at a time.
 *
 * <p>Confined to its event loop, where every method but {@link #eventLoop} must be called.
 */
interface Connection {

    EventLoop eventLoop();

    /** How many exchanges it takes at a time. */
    int places();

    /** What an exchange is told that is about to be sent. */
    ConnectionInfo info();

    /** True if the place that was taken can be used still. */
    boolean isUsable();

    /**
     * Sends a request in the place that was taken.
     *
     * @param sink gets the source of the response, before anything is written, and then the response
     * @throws RuntimeException if the request can't be put into the form of the protocol; the place is still taken
     */
    void send(TransportRequest request, ResponseSink sink);

    /** Frees a place that was taken and not used. */
    void giveBack();

    /** Takes no further exchange, and closes when the last one has left. */
    void close();
}
