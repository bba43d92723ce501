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
 * <p>Whatever happens in the call only moves a number. One timer looks at the numbers at the earliest moment at which
 * any timeout could pass, and again later if none has, so that bytes and tokens cost neither a timer nor an object.
 *
 * <p>Safe for use by any thread.
 */
public final class TimeoutWatch {

    /** Told on the timer's thread, which it must not block. */
    public interface Listener {

        /** The timer has looked, and the call goes on. */
        void onLook();

        /** A timeout has passed: the last call, except for {@link Timeout#RESPONSE_HEADERS}, which each attempt has for itself. */
        void onPassed(Timeout timeout, Duration limit);
    }

    private final Scheduler scheduler;
    private final Listener listener;

    private final Stopwatch total;
    private final Stopwatch head;
    private final Stopwatch firstChunk;
    private final Stopwatch betweenTokens;
    private final Stopwatch betweenBytes;
    private final Stopwatch firstDemand;
    private final Stopwatch consumerStall;
    private final Stopwatch[] all;
    private final boolean watchesTokens;

    private boolean hasToken;
    private boolean ended;
    private Scheduler.@Nullable Task nextLook;

    public TimeoutWatch(TimeoutLimits limits, Scheduler scheduler, Listener listener) {
        this.scheduler = scheduler;
        this.listener = listener;
        total = Stopwatch.of(Timeout.TOTAL, limits);
        head = Stopwatch.of(Timeout.RESPONSE_HEADERS, limits);
        firstChunk = Stopwatch.of(Timeout.FIRST_CHUNK, limits);
        betweenTokens = Stopwatch.of(Timeout.BETWEEN_CHUNKS, limits);
        betweenBytes = Stopwatch.of(Timeout.READ_IDLE, limits);
        firstDemand = Stopwatch.of(Timeout.FIRST_DEMAND, limits);
        consumerStall = Stopwatch.of(Timeout.CONSUMER_STALL, limits);
        watchesTokens = !firstChunk.isClosed() || !betweenTokens.isClosed();
        all = new Stopwatch[] {total, head, firstChunk, betweenTokens, betweenBytes, firstDemand, consumerStall};
    }

    /** The call starts. */
    public synchronized void onStart() {
        if (ended) {
            return;
        }
        long now = scheduler.nanoTime();
        total.resume(now);
        lookLater(now);
    }

    /** The request is about to be sent, for the first time or once more. */
    public synchronized void onSending() {
        long now = scheduler.nanoTime();
        head.restart(now);
        firstChunk.resume(now);
    }

    /** The request failed, and is not sent again yet. */
    public synchronized void onBackOff() {
        head.reset();
    }

    /** How long the call may still take. */
    public synchronized long nanosLeft() {
        return total.left(scheduler.nanoTime());
    }

    /** The response's head has arrived. */
    public synchronized void onHead() {
        long now = scheduler.nanoTime();
        head.close();
        firstChunk.pause(now);
        firstDemand.resume(now);
    }

    /**
     * The client is about to ask the transport for bytes.
     *
     * @param now by the scheduler
     */
    public synchronized void onWaiting(long now) {
        betweenBytes.restart(now);
        firstChunk.resume(now);
        if (hasToken) {
            betweenTokens.resume(now);
        }
    }

    /**
     * Bytes have arrived: from here on the server is not to blame, until the client asks for more.
     *
     * @param now by the scheduler
     */
    public synchronized void onBytes(long now) {
        betweenBytes.reset();
        firstChunk.pause(now);
        betweenTokens.pause(now);
    }

    /** A chunk of the stream has been decoded. */
    public void onChunk() {
        if (watchesTokens) {
            noteToken();
        }
    }

    private synchronized void noteToken() {
        hasToken = true;
        firstChunk.close();
        betweenTokens.reset();
    }

    /** The subscriber wants chunks. */
    public synchronized void onDemand() {
        firstDemand.close();
        consumerStall.reset();
    }

    /** The subscriber has got all that it wanted so far. */
    public synchronized void onNoDemand() {
        firstDemand.close();
        consumerStall.restart(scheduler.nanoTime());
    }

    /** The call has ended, or is about to; idempotent. */
    public synchronized void onEnd() {
        ended = true;
        if (nextLook != null) {
            nextLook.cancel();
            nextLook = null;
        }
    }

    private void look() {
        try {
            lookNow();
        } catch (Throwable e) {
            UserCode.log(listener, "its timeouts are no longer watched", e);
        }
    }

    private void lookNow() {
        Stopwatch passed;
        synchronized (this) {
            if (ended) {
                return;
            }
            long now = scheduler.nanoTime();
            passed = passed(now);
            if (passed == head) {
                // The next attempt may follow.
                head.reset();
            }
            if (passed == null || passed == head) {
                lookLater(now);
            } else {
                onEnd();
            }
        }
        if (passed == null) {
            listener.onLook();
        } else {
            listener.onPassed(passed.timeout(), passed.limit());
        }
    }

    /** The one that was due first. */
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
    }
}
