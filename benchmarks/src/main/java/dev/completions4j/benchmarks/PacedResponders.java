// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorGroup;
import java.util.HashMap;
import java.util.Map;

/** Responds with one event per interval; all streams of an event loop share one timer. */
final class PacedResponders implements LoadServer.Responders {

    private final Answer answer;
    private final Map<EventExecutor, PacingWheel> wheels = new HashMap<>();

    PacedResponders(Answer answer, int intervalMillis, EventExecutorGroup eventLoops) {
        this.answer = answer;
        for (EventExecutor eventLoop : eventLoops) {
            wheels.put(eventLoop, new PacingWheel((EventLoop) eventLoop, intervalMillis));
        }
    }

    @Override
    public ChannelHandler newResponder() {
        return new PacedResponder(answer, wheels);
    }
}
