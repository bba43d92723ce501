// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.recording;

import dev.completions4j.testkit.transport.FakeExchange;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The response of one recorded exchange, on its way to the client once more: signal by signal, as time and demand let it. */
final class Replay {

    private final Queue<RecordedSignal> signals;
    private final FakeExchange exchange;
    private final Pacing.Clock clock;
    /** How often there was a reason to go on since the loop that gives signals looked last; zero if none runs. */
    private final AtomicInteger reasons = new AtomicInteger();

    private @Nullable RecordedSignal awaited;

    Replay(RecordedExchange recorded, FakeExchange exchange, Pacing pacing) {
        signals = new ArrayDeque<>(recorded.signals());
        this.exchange = exchange;
        clock = pacing.start();
    }

    void begin() {
        exchange.onDemand(this::goOn);
        goOn();
    }

    private void goOn() {
        if (reasons.getAndIncrement() > 0) {
            return;
        }
        int seen = 1;
        while (seen > 0) {
            giveAllThatMayGo();
            seen = reasons.addAndGet(-seen);
        }
    }

    private void giveAllThatMayGo() {
        for (RecordedSignal next = signals.peek(); next != null && mayGo(next); next = signals.peek()) {
            signals.remove();
            next.giveTo(exchange);
        }
    }

    private boolean mayGo(RecordedSignal next) {
        if (clock.isDue(next)) {
            return !(next instanceof RecordedSignal.Data) || exchange.requested() > 0;
        }
        if (awaited != next) {
            awaited = next;
            clock.whenDue(next, this::goOn);
        }
        return false;
    }
}
