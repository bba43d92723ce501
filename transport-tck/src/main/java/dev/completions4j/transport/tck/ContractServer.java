// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.tck;

import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The server that the transport under test connects to: receives requests and lets the test respond step by step.
 *
 * <p>Implementations must be thread-safe.
 */
public interface ContractServer extends AutoCloseable {

    /** Returns an HTTP/1.1 server on the loopback address. */
    static ContractServer http1() {
        return new Http1ContractServer(false);
    }

    /** Returns an HTTP/1.1 server on the loopback address that uses TLS. */
    static ContractServer http1OverTls() {
        return new Http1ContractServer(true);
    }

    /** Returns the protocol, in the form of {@link dev.completions4j.transport.ResponseHead#protocol()}. */
    String protocol();

    /** Returns scheme, host and port, such as {@code http://127.0.0.1:40123}. */
    String baseUrl();

    /** Returns the TLS context that clients need to trust this server; null if the server does not use TLS. */
    @Nullable SSLContext clientTls();

    /**
     * Takes the next request, in the order of arrival.
     *
     * @param timeout the maximum time to wait
     * @return the exchange; null if no request arrived in time
     */
    @Nullable ServerExchange next(Duration timeout) throws InterruptedException;

    /** Closes all connections and stops all threads; aborted exchanges are not failures. */
    @Override
    void close();
}
