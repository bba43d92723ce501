// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import java.time.Duration;

/**
 * What a connection of HTTP/2 must keep to.
 *
 * @param maxHeadBytes the largest response head that is accepted
 * @param pingInterval after which a server that is silent while streams wait for it is asked by PING, and after another
 *     of which it is given up
 */
record Http2Limits(int maxHeadBytes, Duration pingInterval) {

    /** Long enough for servers that count pings as abuse. */
    static final Duration DEFAULT_PING_INTERVAL = Duration.ofSeconds(30);
}
