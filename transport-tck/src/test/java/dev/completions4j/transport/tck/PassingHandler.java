// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.tck;

import dev.completions4j.transport.ConnectionInfo;
import dev.completions4j.transport.Exchange;
import dev.completions4j.transport.ResponseHandler;
import dev.completions4j.transport.ResponseHead;
import dev.completions4j.transport.TransportException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Passes signals on in one direction, and demand and cancellation in the other. */
class PassingHandler implements ResponseHandler, Exchange {

    final ResponseHandler to;
    private volatile @Nullable Exchange from;

    PassingHandler(ResponseHandler to) {
        this.to = to;
    }

    final Exchange from() {
        return Objects.requireNonNull(from);
    }

    final void keep(Exchange exchange) {
        from = exchange;
    }

    @Override
    public void onStart(Exchange exchange) {
        keep(exchange);
        to.onStart(this);
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

    @Override
    public void request(long chunks) {
        from().request(chunks);
    }

    @Override
    public void cancel() {
        from().cancel();
    }
}
