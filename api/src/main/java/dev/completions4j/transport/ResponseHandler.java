// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport;

import java.nio.ByteBuffer;

/**
 * Receives one response, call by call.
 *
 * <p>The calls are serial and come on the transport's threads, which they must not block. {@link Transport} states their
 * order.
 */
public interface ResponseHandler {

    /**
     * Hands over the handle of the exchange: the first call, before any I/O.
     *
     * @param exchange asks for data, and cancels
     */
    void onStart(Exchange exchange);

    /**
     * Reports the connection that the request is about to be sent by, before {@link #onHead}; again if the transport sends
     * it again by another one. Only transports with {@link TransportFeature#CONNECTION_EVENTS} call it.
     */
    default void onConnected(ConnectionInfo connection) {}

    /**
     * Reports the status and the headers of the final response: at most once, whatever the status.
     *
     * @param head the response head
     */
    void onHead(ResponseHead head);

    /**
     * Delivers the next bytes of the body.
     *
     * @param chunk has at least one byte; lent until this call returns, after which its content may change; may be
     *     direct and may be read-only
     */
    void onData(ByteBuffer chunk);

    /** Reports that the body ended as HTTP says it must: the last call. */
    void onComplete();

    /**
     * Reports that the exchange failed: the last call, in place of {@link #onComplete}.
     *
     * @param failure says how, and how far the request had come
     */
    void onFailure(TransportException failure);
}
