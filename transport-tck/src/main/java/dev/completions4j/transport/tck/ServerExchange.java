// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.tck;

import dev.completions4j.testkit.ReceivedRequest;
import dev.completions4j.transport.HttpHeaders;
import java.time.Duration;

/**
 * One exchange of a {@link ContractServer}: the request, and the steps of its response.
 *
 * <p>The steps are carried out one after the other, on a thread of the server's; calling them never waits for the
 * client. Those that come after the client has gone are dropped.
 */
public interface ServerExchange {

    /** What came. */
    ReceivedRequest request();

    /** Begins the response; its body follows and has no declared length, unless the headers say so. */
    void head(int status, HttpHeaders headers);

    /** Sends a part of the body, by itself. */
    void data(byte[] bytes);

    /** Ends the body as the protocol says. */
    void end();

    /** Breaks the exchange off, before or after the head. */
    void cut();

    /** How many bytes of the body were taken by the network so far. */
    long written();

    /**
     * Waits until the client closes the connection or resets the stream; the exchange can't be used after that.
     *
     * @param patience how long to wait
     * @return false if it did neither in time
     */
    boolean awaitAbort(Duration patience) throws InterruptedException;

    /**
     * Refuses the request as one that was not processed. Only servers of protocols that can say so have this.
     *
     * @throws UnsupportedOperationException if the protocol can't say that
     */
    default void refuse() {
        throw new UnsupportedOperationException("The protocol has no way to refuse a request as unprocessed");
    }
}
