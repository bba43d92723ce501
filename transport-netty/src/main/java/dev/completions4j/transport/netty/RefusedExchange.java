// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import dev.completions4j.transport.Exchange;
import dev.completions4j.transport.ResponseHandler;
import dev.completions4j.transport.TransportException;

/** An exchange that fails immediately, on the thread of the caller. */
final class RefusedExchange implements Exchange {

    private volatile boolean cancelled;

    private RefusedExchange() {}

    static void refuse(ResponseHandler handler, TransportException failure) {
        SafeHandler safeHandler = new SafeHandler(handler);
        RefusedExchange exchange = new RefusedExchange();
        boolean started = safeHandler.tell(each -> each.onStart(exchange));
        if (started && !exchange.cancelled) {
            safeHandler.tell(each -> each.onFailure(failure));
        }
    }

    @Override
    public void request(long chunks) {
        Demand.checked(chunks);
    }

    @Override
    public void cancel() {
        cancelled = true;
    }
}
