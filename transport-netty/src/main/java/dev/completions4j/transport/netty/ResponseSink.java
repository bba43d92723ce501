// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import dev.completions4j.transport.ResponseHead;
import dev.completions4j.transport.TransportException;
import io.netty.buffer.ByteBuf;

/** Takes one response from a connection, on its event loop: a head, contents, and an end or a failure. */
interface ResponseSink {

    /**
     * The request is about to be written.
     *
     * @param source where the response will come from, until it has ended
     */
    void onSend(ResponseSource source);

    /** Takes the head of the final response. */
    void onHead(ResponseHead head);

    /**
     * Takes the next bytes of the body.
     *
     * @param content not empty; lent until the call returns, unless it is retained
     */
    void onContent(ByteBuf content);

    /** Everything that the last read brought was passed on; nothing more comes until the sink reads again. */
    void onReadComplete();

    /** The response is whole, and the exchange has left the connection. */
    void onEnd();

    /**
     * The server certainly has not acted on the request, and the exchange has left the connection: it may be sent again.
     *
     * @param failure says so, in case it is not
     */
    void onUnprocessed(TransportException failure);

    /** The response failed, and the exchange has left the connection. */
    void onFailure(TransportException failure);
}
