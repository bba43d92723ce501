// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.recording;

import dev.completions4j.spi.Scheduler;
import dev.completions4j.testkit.transport.FakeExchange;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Replays the response of one recorded exchange, signal by signal, as time and demand permit. */
final class Replay {

    private final Queue<RecordedSignal> signals;
    private final FakeExchange exchange;
    private final @Nullable Scheduler pace;
    private final long start;
    /** Calls of {@link #proceed} that the replaying loop has not processed yet; zero if no loop runs. */
    private final AtomicInteger calls = new AtomicInteger();

    /** For the next signal, if it is not due yet. */
    private Scheduler.Task timer = () -> {};

    /** @param pace the clock and timer for the recorded times; null if every signal is due immediately */
    Replay(RecordedExchange recorded, FakeExchange exchange, @Nullable Scheduler pace) {
        signals = new ArrayDeque<>(recorded.signals());
        this.exchange = exchange;
        this.pace = pace;
        start = pace == null ? 0 : pace.nanoTime();
    }

    void begin() {
        exchange.onDemand(this::proceed);
        exchange.onEnd(this::proceed);
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
        timer.cancel();
        for (RecordedSignal next = signals.peek();
                next != null && !exchange.isOver() && isDue(next) && hasDemand(next);
                next = signals.peek()) {
            signals.remove();
            next.replayOn(exchange);
        }
    }

    /** Otherwise, sets the timer. */
    private boolean isDue(RecordedSignal next) {
        if (pace == null) {
            return true;
        }
        long left = start + TimeUnit.MICROSECONDS.toNanos(next.micros()) - pace.nanoTime();
        if (left <= 0) {
            return true;
        }
        timer = pace.schedule(this::proceed, Duration.ofNanos(left));
        return false;
    }

    private boolean hasDemand(RecordedSignal next) {
        return !(next instanceof RecordedSignal.Data) || exchange.requested() > 0;
    }
}
