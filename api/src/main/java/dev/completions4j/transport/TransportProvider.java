// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport;

import org.jspecify.annotations.Nullable;

/**
 * Creates transports of one kind; found by {@link java.util.ServiceLoader}.
 *
 * <p>Implementations have a public constructor without parameters and do no I/O.
 */
public interface TransportProvider {

    /** The name by which a caller selects this transport, such as {@code netty}: lower-case, unique on a class path. */
    String name();

    /**
     * Ranks the available transports when the caller names none: the highest is taken, and a tie at the top is an
     * error. Those of this project have 100 (Netty) and 50 (JDK).
     */
    default int priority() {
        return 0;
    }

    /** Says why this transport can't work here, such as a library that is missing; null if it can. */
    default @Nullable String unavailableReason() {
        return null;
    }

    /**
     * Creates a transport that the caller owns. Opens no connection.
     *
     * @param config what the transport must keep to
     * @throws IllegalArgumentException if it can't, such as with a type of proxy that it does not speak to
     */
    Transport create(TransportConfig config);
}
