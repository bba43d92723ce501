// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.server;

import dev.completions4j.RateLimits;
import dev.completions4j.ResponseInfo;
import dev.completions4j.core.internal.concurrent.Callbacks;
import dev.completions4j.core.internal.concurrent.SerialLoop;
import dev.completions4j.core.internal.concurrent.UserCode;
import dev.completions4j.spi.Scheduler;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Admits calls to one server: none while the server has asked for a pause, and, with a pacer, only as many as its rate
 * limits allow. First come, first served. Safe for use by any thread.
 */
final class Gate {

    private final Scheduler scheduler;
    private final Callbacks callbacks;
    private final @Nullable RateLimitPacer pacer;
    private final Set<Passage> waiting = new LinkedHashSet<>();
    private final SerialLoop opening = new SerialLoop(this::letThrough);

    private volatile boolean paused;
    private long pausedUntil;
    private Scheduler.@Nullable Task wakeUp;

    /** @param pacer null to ignore rate limits */
    Gate(Scheduler scheduler, Callbacks callbacks, @Nullable RateLimitPacer pacer) {
        this.scheduler = scheduler;
        this.callbacks = callbacks;
        this.pacer = pacer;
    }

    /** Admits the passage, immediately or when its turn comes. */
    void enter(Passage passage) {
        if (pacer == null && !paused) {
            passage.onThrough();
            return;
        }
        synchronized (this) {
            waiting.add(passage);
        }
        opening.signalAndRun();
    }

    /** Removes a waiting passage. Others may not have to wait for as long as it had to. */
    void leave(Passage passage) {
        synchronized (this) {
            waiting.remove(passage);
            if (waiting.isEmpty()) {
                cancelWakeUp();
            }
        }
        openLater();
    }

    /** Admits nobody for the given time. */
    synchronized void pause(Duration time) {
        long until = scheduler.nanoTime() + TimeUnit.NANOSECONDS.convert(time);
        if (!paused || until - pausedUntil > 0) {
            paused = true;
            pausedUntil = until;
        }
    }

    /** Returns the remaining pause in nanoseconds; zero if there is none. */
    synchronized long nanosPaused(long now) {
        if (paused && now - pausedUntil >= 0) {
            paused = false;
        }
        return paused ? pausedUntil - now : 0;
    }

    /** Called when a response to an admitted call has begun. */
    void onAnswered(long tokens, ResponseInfo response) {
        if (pacer != null) {
            count(pacer, tokens, response.rateLimits());
            opening.signalAndRun();
        }
    }

    /** Called when an admitted call has ended without a response. */
    void onUnanswered(long tokens) {
        if (pacer != null) {
            count(pacer, tokens, null);
            openLater();
        }
    }

    private synchronized void count(RateLimitPacer itsPacer, long tokens, @Nullable RateLimits limits) {
        itsPacer.onAnswered(scheduler.nanoTime(), tokens, limits);
    }

    /** Admits waiting passages on another thread, since the current one may be the timer's. */
    private void openLater() {
        if (isAwaited()) {
            callbacks.resume(opening::signalAndRun);
        }
    }

    private synchronized boolean isAwaited() {
        return !waiting.isEmpty();
    }

    private void letThrough() {
        for (Passage next = next(); next != null; next = next()) {
            UserCode.run(next, "the next call is admitted", next::onThrough);
        }
    }

    private synchronized @Nullable Passage next() {
        Iterator<Passage> all = waiting.iterator();
        if (!all.hasNext()) {
            return null;
        }
        Passage first = all.next();
        long now = scheduler.nanoTime();
        long wait = Math.max(nanosPaused(now), pacer == null ? 0 : pacer.nanosUntil(now, first.tokens()));
        cancelWakeUp();
        if (wait > 0) {
            if (wait != RateLimitPacer.UNTIL_ANSWER) {
                wakeUp = scheduler.schedule(this::openLater, Duration.ofNanos(wait));
            }
            return null;
        }
        all.remove();
        if (pacer != null) {
            pacer.onSent(first.tokens());
        }
        return first;
    }

    private void cancelWakeUp() {
        if (wakeUp != null) {
            wakeUp.cancel();
            wakeUp = null;
        }
    }
}
