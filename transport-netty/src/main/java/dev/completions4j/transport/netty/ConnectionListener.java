// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import java.time.Duration;

/** Receives the events of a connection, on its event loop. */
interface ConnectionListener {

    /**
     * Called when an exchange has ended and its place is free.
     *
     * @param idleTime how long to keep the connection if it is idle
     */
    void onPlaceFree(Duration idleTime);

    /** Called when the maximum number of concurrent exchanges has changed. */
    void onPlaces(int places);

    /** Called, possibly repeatedly, when the connection accepts no further exchange. */
    void onRetired();
}
