// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import dev.completions4j.transport.Exchange;
import dev.completions4j.transport.ForwardingTransport;
import dev.completions4j.transport.ResponseHandler;
import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportException;
import dev.completions4j.transport.TransportRequest;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Reports when the exchanges of a transport have ended; a stream does not, because it completes with {@code [DONE]},
 * before its connection can be reused.
 */
final class WatchedTransport extends ForwardingTransport {

    private final Transport transport;
    private int open;

    WatchedTransport(Transport transport) {
        this.transport = transport;
    }

    /** Waits until no exchange is open; returns false if one still is after the given time. */
    synchronized boolean awaitNoExchanges(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (open > 0) {
            long rest = deadline - System.nanoTime();
            if (rest <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, rest);
        }
        return true;
    }

    @Override
    protected Transport delegate() {
        return transport;
    }

    @Override
    public void send(TransportRequest request, ResponseHandler handler) {
        add(1);
        super.send(request, new Watched(handler));
    }

    private synchronized void add(int exchanges) {
        open += exchanges;
        notifyAll();
    }

    private final class Watched extends ForwardingHandler {

        private final AtomicBoolean ended = new AtomicBoolean();

        Watched(ResponseHandler handler) {
            super(handler);
        }

        private void end() {
            if (ended.compareAndSet(false, true)) {
                add(-1);
            }
        }

        @Override
        public void onStart(Exchange exchange) {
            super.onStart(new Exchange() {
                @Override
                public void request(long chunks) {
                    exchange.request(chunks);
                }

                @Override
                public void cancel() {
                    exchange.cancel();
                    end();
                }
            });
        }

        @Override
        public void onComplete() {
            super.onComplete();
            end();
        }

        @Override
        public void onFailure(TransportException failure) {
            super.onFailure(failure);
            end();
        }
    }
}
