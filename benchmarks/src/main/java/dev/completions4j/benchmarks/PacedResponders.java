// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import io.netty.channel.ChannelHandler;
import io.netty.util.concurrent.EventExecutor;
import java.util.Map;

/** Responds with one event per interval; all streams of an event loop share one timer. */
final class PacedResponders implements LoadServer.Responders {

    private final Http1Answer answer;
    private final Map<EventExecutor, PacingWheel> wheels;

    PacedResponders(Http1Answer answer, Map<EventExecutor, PacingWheel> wheels) {
        this.answer = answer;
        this.wheels = wheels;
    }

    @Override
    public ChannelHandler newResponder() {
        return new PacedResponder(answer, wheels);
    }
}
