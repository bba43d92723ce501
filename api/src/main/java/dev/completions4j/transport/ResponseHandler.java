// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport;

import java.nio.ByteBuffer;

/**
 * Receives the response of one exchange.
 *
 * <p>Methods are called serially on the transport's threads and must not block. {@link Transport} specifies their
 * order. Callers of transports implement this interface; methods added to it in later releases have default
 * implementations, so decorators should extend {@link ForwardingResponseHandler}.
 *
 * @since 0.1.0
 */
public interface ResponseHandler {

    /**
     * Called first, before any I/O.
     *
     * @param exchange the handle of the exchange
     */
    void onStart(Exchange exchange);

    /**
     * Called with the connection that the request is about to be sent on, before {@link #onHead}; called again if the
     * transport sends the request on another connection. Only transports with
     * {@link TransportFeature#CONNECTION_EVENTS} call it.
     *
     * @param connection the connection
     */
    default void onConnected(ConnectionInfo connection) {}

    /**
     * Called with the status and headers of the final response, whatever its status; at most once.
     *
     * @param head the response head
     */
    void onHead(ResponseHead head);

    /**
     * Called with the next bytes of the body.
     *
     * @param chunk a buffer with at least one byte, possibly direct and possibly read-only; it is lent to the handler
     *     until this method returns, and its content may change afterwards
     */
    void onData(ByteBuffer chunk);

    /** Called last, when the body has ended as HTTP requires. */
    void onComplete();

    /**
     * Called last, instead of {@link #onComplete}, when the exchange has failed.
     *
     * @param failure the failure, with the progress of the request
     */
    void onFailure(TransportException failure);
}
