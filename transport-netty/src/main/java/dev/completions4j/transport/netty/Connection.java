// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import dev.completions4j.transport.ConnectionInfo;
import dev.completions4j.transport.TransportException;
import dev.completions4j.transport.TransportRequest;
import io.netty.channel.EventLoop;
import java.util.concurrent.RejectedExecutionException;

/**
 * An open connection with places for one or more concurrent exchanges.
 *
 * <p>Confined to its event loop: all methods must be called there, except {@link #eventLoop} and
 * {@link #giveBackLater}.
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

    /** Calls {@link #giveBack} on the event loop. Safe for use by any thread. */
    default void giveBackLater() {
        try {
            eventLoop().execute(this::giveBack);
        } catch (RejectedExecutionException e) {
            // The event loop was shut down by its owner, and with it the connection.
        }
    }

    /** Rejects further exchanges, and closes the connection after the last one. */
    void close();
}
