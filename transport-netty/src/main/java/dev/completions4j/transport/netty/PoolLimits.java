// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import java.time.Duration;

/**
 * The limits of a route's connection pool.
 *
 * @param maxConnections maximum number of connections, including those being opened; positive
 * @param acquireTimeout time after which an exchange without a place fails if no further connection may be opened;
 *     positive
 * @param maxAge age after which a connection accepts no further exchange, and is closed if it is idle; positive
 */
record PoolLimits(int maxConnections, Duration acquireTimeout, Duration maxAge) {

    static final PoolLimits DEFAULTS = new PoolLimits(1000, Duration.ofSeconds(10), Duration.ofMinutes(10));

    PoolLimits {
        if (maxConnections <= 0) {
            throw new IllegalArgumentException("maxConnections is " + maxConnections + "; it must be positive");
        }
        requirePositive(acquireTimeout, "acquireTimeout");
        requirePositive(maxAge, "maxAge");
    }

    PoolLimits withMaxConnections(int maxConnections) {
        return new PoolLimits(maxConnections, acquireTimeout, maxAge);
    }

    PoolLimits withAcquireTimeout(Duration acquireTimeout) {
        return new PoolLimits(maxConnections, acquireTimeout, maxAge);
    }

    PoolLimits withMaxAge(Duration maxAge) {
        return new PoolLimits(maxConnections, acquireTimeout, maxAge);
    }

    private static void requirePositive(Duration duration, String name) {
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException(name + " is " + duration + "; it must be positive");
        }
    }
}
