// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import java.time.Duration;

/** Told what becomes of a connection, on its event loop. */
interface ConnectionListener {

    /**
     * An exchange left, and its place can take another.
     *
     * @param idleTime for how long the connection is worth keeping if it has no other exchange
     */
    void onPlaceFree(Duration idleTime);

    /** The connection takes as many exchanges at a time from now on, where it took another number. */
    void onPlaces(int places);

    /** No further exchange can begin; told more than once at times. */
    void onRetired();
}
