// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A port of the loopback address that refuses connections until it is released.
 *
 * <p>The port is bound but not listening, so the system does not assign it to another process meanwhile. A port that
 * was merely free a moment ago may already belong to another server, which would then receive the request.
 */
public final class ClosedPort implements AutoCloseable {

    private final Socket reservation = new Socket();

    /**
     * Reserves a port.
     *
     * @throws UncheckedIOException if no port of the loopback address is available
     */
    public ClosedPort() {
        try {
            reservation.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot reserve a port of 127.0.0.1; allow local sockets", e);
        }
    }

    /** Returns the port number. */
    public int number() {
        return reservation.getLocalPort();
    }

    /** Returns the URL of a server that does not exist, such as {@code http://127.0.0.1:40123}. */
    public String baseUrl() {
        return "http://127.0.0.1:" + number();
    }

    /** Releases the port. */
    @Override
    public void close() {
        try {
            reservation.close();
        } catch (IOException e) {
            // The socket is closed regardless.
        }
    }
}
