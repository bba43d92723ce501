// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Detects dead connections: pings a server that is silent while streams are waiting for it, and reports it if it does
 * not answer. Otherwise new requests would be sent over a dead connection. Confined to the event loop.
 */
final class Http2Heartbeat {

    /** The connection that is monitored. */
    interface Body {

        /** Returns whether streams are waiting for the server. */
        boolean isBusy();

        /** Sends a PING. */
        void ping();

        /** Called if the server was silent for a whole interval after a PING. */
        void onSilence();
    }

    private final Body body;
    private boolean heard = true;
    private boolean asked;

    private Http2Heartbeat(Body body) {
        this.body = body;
    }

    /** Starts monitoring, until the channel is closed. */
    static Http2Heartbeat start(Channel channel, Duration interval, Body body) {
        Http2Heartbeat heartbeat = new Http2Heartbeat(body);
        long nanos = TimeUnit.NANOSECONDS.convert(interval);
        Future<?> beats =
                channel.eventLoop().scheduleWithFixedDelay(heartbeat::beat, nanos, nanos, TimeUnit.NANOSECONDS);
        channel.closeFuture().addListener(closed -> beats.cancel(false));
        return heartbeat;
    }

    /** Called when data has arrived from the server. */
    void onRead() {
        heard = true;
    }

    private void beat() {
        if (heard || !body.isBusy()) {
            heard = false;
            asked = false;
        } else if (asked) {
            body.onSilence();
        } else {
            asked = true;
            body.ping();
        }
    }
}
