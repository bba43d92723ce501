// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import dev.completions4j.transport.ResponseHead;
import dev.completions4j.transport.TransportException;
import io.netty.buffer.ByteBuf;

/** Receives one response on the event loop of its connection: headers, content, and an end or a failure. */
interface ResponseSink {

    /**
     * Called before the request is written.
     *
     * @param source the source of the response, valid until the response has ended
     */
    void onSend(ResponseSource source);

    /** Receives the headers of the final response. */
    void onHead(ResponseHead head);

    /**
     * Receives the next bytes of the body.
     *
     * @param content not empty; valid until the call returns
     */
    void onContent(ByteBuf content);

    /**
     * Called after all data of a read was passed on. No more data follows until the sink calls
     * {@link ResponseSource#read}.
     */
    void onReadComplete();

    /** Called when the response is complete and the exchange has left the connection. */
    void onEnd();

    /**
     * Called when the server has certainly not processed the request, which can be sent again; the exchange has left
     * the connection.
     *
     * @param failure the failure to report if the request is not sent again
     */
    void onUnprocessed(TransportException failure);

    /** Called when the exchange has failed and left the connection. */
    void onFailure(TransportException failure);
}
