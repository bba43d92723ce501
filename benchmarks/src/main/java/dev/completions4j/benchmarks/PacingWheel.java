// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorGroup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A timer wheel that turns once per interval, with its streams spread evenly over it. Confined to one event loop.
 */
final class PacingWheel {

    private static final int TICK_MILLIS = 10;

    /** Writes its next event; returns false after the last. */
    interface PacedStream {
        boolean writeNext();
    }

    private final List<List<PacedStream>> slots = new ArrayList<>();
    private int current;
    private int nextFree;

    PacingWheel(EventLoop eventLoop, int intervalMillis) {
        for (int i = 0; i < Math.max(1, intervalMillis / TICK_MILLIS); i++) {
            slots.add(new ArrayList<>());
        }
        var unused = eventLoop.scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Creates a wheel for each event loop of a group. */
    static Map<EventExecutor, PacingWheel> perEventLoop(EventExecutorGroup eventLoops, int intervalMillis) {
        Map<EventExecutor, PacingWheel> wheels = new HashMap<>();
        for (EventExecutor eventLoop : eventLoops) {
            wheels.put(eventLoop, new PacingWheel((EventLoop) eventLoop, intervalMillis));
        }
        return wheels;
    }

    void add(PacedStream stream) {
        slots.get(nextFree).add(stream);
        nextFree = (nextFree + 1) % slots.size();
    }

    private void tick() {
        slots.get(current).removeIf(stream -> !stream.writeNext());
        current = (current + 1) % slots.size();
    }
}
