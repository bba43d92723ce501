// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import java.time.Duration;

/**
 * The limits of an HTTP/2 connection.
 *
 * @param maxHeadBytes maximum size of response headers in bytes
 * @param pingInterval time after which a silent server is pinged while streams are waiting, and after which the
 *     connection is closed if there is no answer
 */
record Http2Limits(int maxHeadBytes, Duration pingInterval) {

    /** Long enough for servers that treat frequent pings as abuse. */
    static final Duration DEFAULT_PING_INTERVAL = Duration.ofSeconds(30);
}
