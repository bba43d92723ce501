package dev.completions4j.transport.netty;

import dev.completions4j.transport.ResponseHead;
import dev.completions4j.transport.TransportException;
import io.netty.buffer.ByteBuf;

/** Takes one response from a connection, on its event loop: a head, contents, and an end or a failure. */
interface ResponseSink {

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

    /** The response is whole; the connection has left the exchange. */
    void onEnd();

    /** The response failed; the connection is closed. */
    void onFailure(TransportException failure);
}
