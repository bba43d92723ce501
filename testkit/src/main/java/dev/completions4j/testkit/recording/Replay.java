// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.recording;

import dev.completions4j.testkit.transport.FakeExchange;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Replays the response of one recorded exchange, signal by signal, as time and demand permit. */
final class Replay {

    private final Queue<RecordedSignal> signals;
    private final FakeExchange exchange;
    private final Pacing.Clock clock;
    /** Calls of {@link #proceed} that the replaying loop has not processed yet; zero if no loop runs. */
    private final AtomicInteger calls = new AtomicInteger();

    private @Nullable RecordedSignal awaited;

    Replay(RecordedExchange recorded, FakeExchange exchange, Pacing pacing) {
        signals = new ArrayDeque<>(recorded.signals());
        this.exchange = exchange;
        clock = pacing.start();
    }

    void begin() {
        exchange.onDemand(this::proceed);
        proceed();
    }

    private void proceed() {
        if (calls.getAndIncrement() > 0) {
            return;
        }
        int processed = 1;
        while (processed > 0) {
            replayAvailable();
            processed = calls.addAndGet(-processed);
        }
    }

    private void replayAvailable() {
        for (RecordedSignal next = signals.peek(); next != null && isReady(next); next = signals.peek()) {
            signals.remove();
            next.replayOn(exchange);
        }
    }

    private boolean isReady(RecordedSignal next) {
        if (clock.isDue(next)) {
            return !(next instanceof RecordedSignal.Data) || exchange.requested() > 0;
        }
        if (awaited != next) {
            awaited = next;
            clock.whenDue(next, this::proceed);
        }
        return false;
    }
}
