// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.tck;

import dev.completions4j.transport.Exchange;
import dev.completions4j.transport.ForwardingResponseHandler;
import dev.completions4j.transport.ResponseHandler;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Forwards signals to a handler, and demand and cancellation to an exchange. */
class PassingHandler extends ForwardingResponseHandler implements Exchange {

    final ResponseHandler to;
    private volatile @Nullable Exchange from;

    PassingHandler(ResponseHandler to) {
        this.to = to;
    }

    @Override
    protected final ResponseHandler delegate() {
        return to;
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
    public void request(long chunks) {
        from().request(chunks);
    }

    @Override
    public void cancel() {
        from().cancel();
    }
}
