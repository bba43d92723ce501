// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport;

import org.jspecify.annotations.Nullable;

/**
 * Creates transports of one kind. Providers are located by {@link java.util.ServiceLoader}.
 *
 * <p>Authors of transports implement this interface, with a public constructor without parameters that performs no I/O;
 * methods added to it in later releases have default implementations.
 *
 * @since 0.1.0
 */
public interface TransportProvider {

    /**
     * Returns the name with which callers select this transport, such as {@code netty}: lower case, and unique on a
     * class path.
     */
    String name();

    /**
     * Returns the priority among the available transports, which matters if the caller selects none: the highest is
     * used, and a tie for the highest is an error. The transports of this project have 100 (Netty) and 50 (JDK).
     */
    default int priority() {
        return 0;
    }

    /** Returns the reason why this transport is unavailable, such as a missing library; null if it is available. */
    default @Nullable String unavailableReason() {
        return null;
    }

    /**
     * Creates a transport, which the caller owns. Opens no connection.
     *
     * @param config the configuration
     * @throws IllegalArgumentException if the transport does not support the configuration, such as the type of the
     *     proxy
     */
    Transport create(TransportConfig config);
}
