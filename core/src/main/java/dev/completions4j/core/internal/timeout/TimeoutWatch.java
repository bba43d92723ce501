// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.timeout;

import dev.completions4j.Timeout;
import dev.completions4j.core.internal.concurrent.UserCode;
import dev.completions4j.spi.Scheduler;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Watches the timeouts of one call.
 *
 * <p>Events of the call only update numbers. A single timer checks them at the earliest time at which any timeout could
 * expire, and is rescheduled if none has, so that bytes and chunks cost neither a timer nor an allocation.
 *
 * <p>Thread-safe.
 */
public final class TimeoutWatch {

    /** Called on the timer's thread, which it must not block. */
    public interface Listener {

        /** Called after a check that found no expired timeout. */
        void onLook();

        /**
         * Called when a timeout has expired. This is the last call, except for {@link Timeout#RESPONSE_HEADERS}, which
         * applies to each attempt.
         */
        void onPassed(Timeout timeout, Duration limit);
    }

    private final Scheduler scheduler;

    /** Null after the end: a scheduler may keep a cancelled task, and must not keep the call. */
    private @Nullable Listener listener;

    private final Stopwatch total;
    private final Stopwatch responseHeaders;
    private final Stopwatch firstChunk;
    private final Stopwatch betweenChunks;
    private final Stopwatch readIdle;
    private final Stopwatch firstDemand;
    private final Stopwatch consumerStall;
    private final Stopwatch[] all;
    private final boolean watchesChunks;

    private boolean hasChunk;
    private boolean ended;
    private Scheduler.@Nullable Task nextLook;

    public TimeoutWatch(TimeoutLimits limits, Scheduler scheduler, Listener listener) {
        this.scheduler = scheduler;
        this.listener = listener;
        total = Stopwatch.of(Timeout.TOTAL, limits);
        responseHeaders = Stopwatch.of(Timeout.RESPONSE_HEADERS, limits);
        firstChunk = Stopwatch.of(Timeout.FIRST_CHUNK, limits);
        betweenChunks = Stopwatch.of(Timeout.BETWEEN_CHUNKS, limits);
        readIdle = Stopwatch.of(Timeout.READ_IDLE, limits);
        firstDemand = Stopwatch.of(Timeout.FIRST_DEMAND, limits);
        consumerStall = Stopwatch.of(Timeout.CONSUMER_STALL, limits);
        watchesChunks = !firstChunk.isClosed() || !betweenChunks.isClosed();
        all = new Stopwatch[] {total, responseHeaders, firstChunk, betweenChunks, readIdle, firstDemand, consumerStall};
    }

    /** Called when the call starts. */
    public synchronized void onStart() {
        if (ended) {
            return;
        }
        long now = scheduler.nanoTime();
        total.resume(now);
        lookLater(now);
    }

    /** Called before an attempt is sent. */
    public synchronized void onSending() {
        long now = scheduler.nanoTime();
        responseHeaders.restart(now);
        firstChunk.resume(now);
    }

    /** Called when an attempt has failed and the call will be retried. */
    public synchronized void onBackOff() {
        responseHeaders.reset();
    }

    /** Returns the time left to the call, in nanoseconds. */
    public synchronized long nanosLeft() {
        return total.left(scheduler.nanoTime());
    }

    /** Called when the response headers have arrived. */
    public synchronized void onResponseHeaders() {
        long now = scheduler.nanoTime();
        responseHeaders.close();
        firstChunk.pause(now);
        firstDemand.resume(now);
    }

    /**
     * Called before bytes are requested from the transport.
     *
     * @param now the scheduler's time
     */
    public synchronized void onWaiting(long now) {
        readIdle.restart(now);
        firstChunk.resume(now);
        if (hasChunk) {
            betweenChunks.resume(now);
        }
    }

    /**
     * Called when bytes have arrived. The server's timeouts are paused until more bytes are requested.
     *
     * @param now the scheduler's time
     */
    public synchronized void onBytes(long now) {
        readIdle.reset();
        firstChunk.pause(now);
        betweenChunks.pause(now);
    }

    /** Called when a chunk of the stream has been decoded. */
    public void onChunk() {
        if (watchesChunks) {
            noteChunk();
        }
    }

    private synchronized void noteChunk() {
        hasChunk = true;
        firstChunk.close();
        betweenChunks.reset();
    }

    /** Called when the subscriber has requested chunks. */
    public synchronized void onDemand() {
        firstDemand.close();
        consumerStall.reset();
    }

    /** Called when the subscriber has received all chunks that it requested. */
    public synchronized void onNoDemand() {
        firstDemand.close();
        consumerStall.restart(scheduler.nanoTime());
    }

    /** Called when the call has ended or is about to. Idempotent. */
    public synchronized void onEnd() {
        ended = true;
        listener = null;
        if (nextLook != null) {
            nextLook.cancel();
            nextLook = null;
        }
    }

    private void look() {
        try {
            lookNow();
        } catch (Throwable e) {
            UserCode.log(this, "the timeouts of the call are no longer enforced", e);
        }
    }

    private void lookNow() {
        Stopwatch passed;
        Listener notified;
        synchronized (this) {
            notified = listener;
            if (notified == null) {
                return;
            }
            long now = scheduler.nanoTime();
            passed = passed(now);
            if (passed == responseHeaders) {
                // Another attempt may follow.
                responseHeaders.reset();
            }
            if (passed == null || passed == responseHeaders) {
                lookLater(now);
            } else {
                onEnd();
            }
        }
        if (passed == null) {
            notified.onLook();
        } else {
            notified.onPassed(passed.timeout(), passed.limit());
        }
    }

    /** Returns the expired stopwatch that was due first; null if none has expired. */
    private @Nullable Stopwatch passed(long now) {
        Stopwatch first = null;
        for (Stopwatch each : all) {
            if (each.isPassed(now) && (first == null || each.left(now) < first.left(now))) {
                first = each;
            }
        }
        return first;
    }

    private void lookLater(long now) {
        long earliest = TimeoutLimits.NONE;
        for (Stopwatch each : all) {
            if (!each.isClosed()) {
                earliest = Math.min(earliest, each.left(now));
            }
        }
        nextLook = earliest == TimeoutLimits.NONE ? null : scheduler.schedule(this::look, Duration.ofNanos(earliest));
        if (ended) {
            // The scheduler's own code has ended the call.
            onEnd();
        }
    }
}
