// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.tck;

import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What stands at the other end of the transport under test: takes requests, and lets the test answer each step by step.
 *
 * <p>Implementations are safe for use by any number of threads.
 */
public interface ContractServer extends AutoCloseable {

    /** A server of HTTP/1.1 on the loopback address. */
    static ContractServer http1() {
        return new Http1ContractServer(false);
    }

    /** A server of HTTP/1.1 on the loopback address, inside TLS. */
    static ContractServer http1OverTls() {
        return new Http1ContractServer(true);
    }

    /** The protocol that it speaks, as in {@link dev.completions4j.transport.ResponseHead#protocol()}. */
    String protocol();

    /** Scheme, host and port, such as {@code http://127.0.0.1:40123}. */
    String baseUrl();

    /** What a client must trust to speak to it; null if it does without TLS. */
    @Nullable SSLContext clientTls();

    /**
     * Takes the next request, in the order in which they came.
     *
     * @param patience how long to wait for it
     * @return null if none came in time
     */
    @Nullable ServerExchange next(Duration patience) throws InterruptedException;

    /** Ends all connections and threads; what happened on them is no failure. */
    @Override
    void close();
}
