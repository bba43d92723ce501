// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Asks a server that is silent while streams wait for it for a sign of life, and gives it up if there is none: new
 * requests would join the streams of a connection that is long dead.
 *
 * <p>Confined to the event loop.
 */
final class Http2Heartbeat {

    /** What the heart beats for. */
    interface Body {

        /** True while streams wait for the server. */
        boolean isBusy();

        /** Asks the server to answer. */
        void ping();

        /** The server was silent for a whole interval after it was asked. */
        void onSilence();
    }

    private final Body body;
    private boolean heard = true;
    private boolean asked;

    private Http2Heartbeat(Body body) {
        this.body = body;
    }

    /** Beats until the channel is closed. */
    static Http2Heartbeat start(Channel channel, Duration interval, Body body) {
        Http2Heartbeat heartbeat = new Http2Heartbeat(body);
        long nanos = TimeUnit.NANOSECONDS.convert(interval);
        Future<?> beats =
                channel.eventLoop().scheduleWithFixedDelay(heartbeat::beat, nanos, nanos, TimeUnit.NANOSECONDS);
        channel.closeFuture().addListener(closed -> beats.cancel(false));
        return heartbeat;
    }

    /** Something came from the server. */
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
