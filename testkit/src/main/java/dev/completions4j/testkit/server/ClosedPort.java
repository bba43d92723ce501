// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A port of the loopback address that refuses connections until this is closed.
 *
 * <p>The port is bound but nobody listens on it, so the system gives it to no other process in the meantime. A port that
 * was merely free a moment ago may by now belong to another server, which would then receive the request.
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
            throw new UncheckedIOException("No port of 127.0.0.1 can be reserved; allow local sockets", e);
        }
    }

    /** Returns the port's number. */
    public int number() {
        return reservation.getLocalPort();
    }

    /** Returns the URL of a server that is not there, such as {@code http://127.0.0.1:40123}. */
    public String baseUrl() {
        return "http://127.0.0.1:" + number();
    }

    /** Gives the port back to the system. */
    @Override
    public void close() {
        try {
            reservation.close();
        } catch (IOException e) {
            // It is closed all the same.
        }
    }
}
