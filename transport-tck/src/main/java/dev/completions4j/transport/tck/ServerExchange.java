// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.tck;

import dev.completions4j.testkit.ReceivedRequest;
import dev.completions4j.transport.HttpHeaders;
import java.time.Duration;

/**
 * One exchange of a {@link ContractServer}: the request, and the steps of its response.
 *
 * <p>The steps are executed one after the other on a thread of the server; calling them never blocks on the client.
 * Steps after the client has disconnected are discarded.
 */
public interface ServerExchange {

    /** Returns the request. */
    ReceivedRequest request();

    /** Sends the response head; a body follows, without a declared length unless the headers declare one. */
    void head(int status, HttpHeaders headers);

    /** Sends a part of the body in a separate write. */
    void data(byte[] bytes);

    /** Ends the body in the way of the protocol. */
    void end();

    /** Aborts the exchange, before or after the head. */
    void cut();

    /** Returns the number of body bytes that the network has accepted so far. */
    long written();

    /**
     * Waits until the client closes the connection or resets the stream; the exchange can't be used after that.
     *
     * @param timeout the maximum time to wait
     * @return false if neither happened in time
     */
    boolean awaitAbort(Duration timeout) throws InterruptedException;

    /**
     * Refuses the request as not processed. Supported only by servers of protocols that can express this.
     *
     * @throws UnsupportedOperationException if the protocol cannot express this
     */
    default void refuse() {
        throw new UnsupportedOperationException("The protocol cannot refuse a request as unprocessed");
    }
}
