// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.timeout;

import static dev.completions4j.Timeout.BETWEEN_CHUNKS;
import static dev.completions4j.Timeout.CONSUMER_STALL;
import static dev.completions4j.Timeout.FIRST_CHUNK;
import static dev.completions4j.Timeout.FIRST_DEMAND;
import static dev.completions4j.Timeout.READ_IDLE;
import static dev.completions4j.Timeout.RESPONSE_HEADERS;
import static dev.completions4j.Timeout.TOTAL;

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

    private final Stopwatches watches;
    private final boolean watchesChunks;

    private boolean hasChunk;
    private boolean ended;
    private Scheduler.@Nullable Task nextLook;

    public TimeoutWatch(TimeoutLimits limits, Scheduler scheduler, Listener listener) {
        this.scheduler = scheduler;
        this.listener = listener;
        watches = new Stopwatches(limits);
        watchesChunks = !watches.isClosed(FIRST_CHUNK) || !watches.isClosed(BETWEEN_CHUNKS);
    }

    /** Called when the call starts. */
    public synchronized void onStart() {
        if (ended) {
            return;
        }
        long now = scheduler.nanoTime();
        watches.resume(TOTAL, now);
        lookLater(now);
    }

    /** Called before an attempt is sent. */
    public synchronized void onSending() {
        long now = scheduler.nanoTime();
        watches.restart(RESPONSE_HEADERS, now);
        watches.resume(FIRST_CHUNK, now);
    }

    /**
     * Called when the headers of an error have arrived, and when an attempt has failed: until another attempt is sent,
     * neither a successful response nor a chunk can arrive.
     */
    public synchronized void onAttemptFailed() {
        watches.reset(RESPONSE_HEADERS);
        watches.pause(FIRST_CHUNK, scheduler.nanoTime());
    }

    /** Returns the time left to the call, in nanoseconds. */
    public synchronized long nanosLeft() {
        return watches.left(TOTAL, scheduler.nanoTime());
    }

    /** Called when the response headers have arrived. */
    public synchronized void onResponseHeaders() {
        long now = scheduler.nanoTime();
        watches.close(RESPONSE_HEADERS);
        watches.pause(FIRST_CHUNK, now);
        watches.resume(FIRST_DEMAND, now);
    }

    /**
     * Called before bytes are requested from the transport.
     *
     * @param now the scheduler's time
     */
    public synchronized void onWaiting(long now) {
        watches.restart(READ_IDLE, now);
        watches.resume(FIRST_CHUNK, now);
        if (hasChunk) {
            watches.resume(BETWEEN_CHUNKS, now);
        }
    }

    /**
     * Called when bytes have arrived. The server's timeouts are paused until more bytes are requested.
     *
     * @param now the scheduler's time
     */
    public synchronized void onBytes(long now) {
        watches.reset(READ_IDLE);
        watches.pause(FIRST_CHUNK, now);
        watches.pause(BETWEEN_CHUNKS, now);
    }

    /** Called when a chunk of the stream has been decoded. */
    public void onChunk() {
        if (watchesChunks) {
            noteChunk();
        }
    }

    private synchronized void noteChunk() {
        hasChunk = true;
        watches.close(FIRST_CHUNK);
        watches.reset(BETWEEN_CHUNKS);
    }

    /** Called when the subscriber has requested chunks. */
    public synchronized void onDemand() {
        watches.close(FIRST_DEMAND);
        watches.reset(CONSUMER_STALL);
    }

    /** Called when the subscriber has received all chunks that it requested. */
    public synchronized void onNoDemand() {
        watches.close(FIRST_DEMAND);
        watches.restart(CONSUMER_STALL, scheduler.nanoTime());
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
        Timeout passed;
        Listener notified;
        synchronized (this) {
            notified = listener;
            if (notified == null) {
                return;
            }
            long now = scheduler.nanoTime();
            passed = watches.passed(now);
            if (passed == RESPONSE_HEADERS) {
                // Another attempt may follow.
                watches.reset(RESPONSE_HEADERS);
            }
            if (passed == null || passed == RESPONSE_HEADERS) {
                lookLater(now);
            } else {
                onEnd();
            }
        }
        if (passed == null) {
            notified.onLook();
        } else {
            notified.onPassed(passed, watches.limit(passed));
        }
    }

    private void lookLater(long now) {
        long earliest = watches.leastLeft(now);
        nextLook = earliest == TimeoutLimits.NONE ? null : scheduler.schedule(this::look, Duration.ofNanos(earliest));
        if (ended) {
            // The scheduler's own code has ended the call.
            onEnd();
        }
    }
}
