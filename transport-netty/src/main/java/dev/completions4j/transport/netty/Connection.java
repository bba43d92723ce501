// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import dev.completions4j.transport.ConnectionInfo;
import dev.completions4j.transport.TransportException;
import dev.completions4j.transport.TransportRequest;
import io.netty.channel.EventLoop;

/**
 * An open connection with places for one or more concurrent exchanges.
 *
 * <p>Confined to its event loop: all methods except {@link #eventLoop} must be called there.
 */
interface Connection {

    EventLoop eventLoop();

    /** Returns the maximum number of concurrent exchanges. */
    int places();

    /** Returns the connection info for the next exchange. */
    ConnectionInfo info();

    /** Returns whether a taken place can still be used. */
    boolean isUsable();

    /** Returns the failure of an exchange that sent nothing because its place can no longer be used. */
    TransportException refusal();

    /**
     * Sends a request in a taken place.
     *
     * @param sink receives the source of the response before anything is written, and then the response
     * @throws RuntimeException if the request cannot be encoded; the place remains taken
     */
    void send(TransportRequest request, ResponseSink sink);

    /** Releases a taken place that was not used. */
    void giveBack();

    /** Rejects further exchanges, and closes the connection after the last one. */
    void close();
}
