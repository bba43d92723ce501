// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport;

import java.nio.ByteBuffer;

/**
 * A response handler that forwards all calls to another handler, for decorators that override some of them.
 *
 * <p>Applications and libraries extend this class. A method added to {@link ResponseHandler} in a later release is
 * forwarded too, so decorators that extend this class need no change.
 *
 * @since 0.1.0
 */
public abstract class ForwardingResponseHandler implements ResponseHandler {

    /** Constructor for subclasses. */
    protected ForwardingResponseHandler() {}

    /** Returns the handler to forward to. */
    protected abstract ResponseHandler delegate();

    @Override
    public void onStart(Exchange exchange) {
        delegate().onStart(exchange);
    }

    @Override
    public void onConnected(ConnectionInfo connection) {
        delegate().onConnected(connection);
    }

    @Override
    public void onHead(ResponseHead head) {
        delegate().onHead(head);
    }

    @Override
    public void onData(ByteBuffer chunk) {
        delegate().onData(chunk);
    }

    @Override
    public void onComplete() {
        delegate().onComplete();
    }

    @Override
    public void onFailure(TransportException failure) {
        delegate().onFailure(failure);
    }
}
