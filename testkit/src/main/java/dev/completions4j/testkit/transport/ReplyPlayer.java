// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.transport;

import dev.completions4j.spi.Scheduler;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Gives a reply to an exchange, step by step, as far as time and demand allow.
 *
 * <p>Has no thread: it goes on inside the call that brings demand, or that moves time. Safe for use by any number of
 * threads, of which one at a time is at work.
 */
final class ReplyPlayer {

    private final FakeReply reply;
    private final FakeExchange exchange;
    private final Scheduler time;

    /** The calls of {@link #play} that the thread at work has not answered yet. */
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
        exchange.whenMoved(this::play);
        play();
    }

    private void play() {
        if (calls.getAndIncrement() > 0) {
            return;
        }
        int answered;
        do {
            answered = calls.get();
            playOn();
        } while (calls.addAndGet(-answered) > 0);
    }

    private void playOn() {
        while (step < reply.steps() && !exchange.isOver() && isTime() && hasDemand()) {
            waited = false;
            timer = null;
            reply.give(step++, exchange);
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
