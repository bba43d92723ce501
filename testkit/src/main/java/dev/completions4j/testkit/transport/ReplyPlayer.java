// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.transport;

import dev.completions4j.spi.Scheduler;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Plays a reply on an exchange, step by step, as time and demand permit.
 *
 * <p>Has no thread: it continues within the call that adds demand or advances the time. Safe for use by multiple
 * threads; one at a time plays.
 */
final class ReplyPlayer {

    private final FakeReply reply;
    private final FakeExchange exchange;
    private final Scheduler time;

    /** Calls of {@link #play} that the playing thread has not processed yet. */
    private final AtomicInteger calls = new AtomicInteger();

    private int step;
    private Scheduler.@Nullable Task timer;
    private volatile boolean waited;

    ReplyPlayer(FakeReply reply, FakeExchange exchange, Scheduler time) {
        this.reply = reply;
        this.exchange = exchange;
        this.time = time;
    }

    void start() {
        exchange.onDemand(this::play);
        exchange.onEnd(this::play);
        play();
    }

    private void play() {
        if (calls.getAndIncrement() > 0) {
            return;
        }
        int processed;
        do {
            processed = calls.get();
            playAvailable();
        } while (calls.addAndGet(-processed) > 0);
    }

    private void playAvailable() {
        while (step < reply.steps() && !exchange.isOver() && isTime() && hasDemand()) {
            waited = false;
            timer = null;
            reply.send(step++, exchange);
        }
        if (exchange.isOver() && timer != null) {
            timer.cancel();
        }
    }

    private boolean isTime() {
        Duration wait = reply.waitBefore(step);
        if (wait.isZero() || waited) {
            return true;
        }
        if (timer == null) {
            timer = time.schedule(this::timePassed, wait);
        }
        return false;
    }

    private boolean hasDemand() {
        return !reply.isData(step) || exchange.requested() > 0;
    }

    private void timePassed() {
        waited = true;
        play();
    }
}
