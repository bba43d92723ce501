// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import dev.completions4j.transport.ConnectionInfo;
import dev.completions4j.transport.Exchange;
import dev.completions4j.transport.ResponseHandler;
import dev.completions4j.transport.ResponseHead;
import dev.completions4j.transport.TransportException;
import java.nio.ByteBuffer;

/** Hands every signal on; what a subclass overrides it hands on by {@code super}, or does not. */
class ForwardingHandler implements ResponseHandler {

    private final ResponseHandler to;

    ForwardingHandler(ResponseHandler to) {
        this.to = to;
    }

    @Override
    public void onStart(Exchange exchange) {
        to.onStart(exchange);
    }

    @Override
    public void onConnected(ConnectionInfo connection) {
        to.onConnected(connection);
    }

    @Override
    public void onHead(ResponseHead head) {
        to.onHead(head);
    }

    @Override
    public void onData(ByteBuffer chunk) {
        to.onData(chunk);
    }

    @Override
    public void onComplete() {
        to.onComplete();
    }

    @Override
    public void onFailure(TransportException failure) {
        to.onFailure(failure);
    }
}
