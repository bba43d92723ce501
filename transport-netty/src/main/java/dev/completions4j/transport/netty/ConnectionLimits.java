// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import java.time.Duration;

/**
 * The limits of a connection.
 *
 * @param maxHeadBytes maximum size of response headers in bytes
 * @param pingInterval time after which a silent HTTP/2 server is pinged while streams are waiting, and after which the
 *     connection is closed if there is no answer
 */
record ConnectionLimits(int maxHeadBytes, Duration pingInterval) {

    /** Long enough for servers that treat frequent pings as abuse. */
    static final Duration DEFAULT_PING_INTERVAL = Duration.ofSeconds(30);
}
