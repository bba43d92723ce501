// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import dev.completions4j.transport.ResponseHandler;
import dev.completions4j.transport.ResponseHead;
import dev.completions4j.transport.TransportException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Serializes network events from any thread into calls of one handler.
 *
 * <p>Events are stored in fields, one per kind, and {@link #drain} makes the calls that are due. A thread that finds
 * the loop idle runs it; otherwise, for example inside a call of the handler, it only requests another iteration. Calls
 * therefore neither overlap nor nest, and no thread waits for another.
 */
final class Delivery {

    private final ResponseHandler handler;
    private final Upstream upstream;
    private final Demand demand = new Demand();

    /** Number of requested iterations; zero while the loop is idle. */
    private final AtomicInteger turns = new AtomicInteger();

    private volatile @Nullable ResponseHead head;
    private volatile @Nullable ByteBuffer chunk;
    private final AtomicReference<@Nullable Consumer<ResponseHandler>> ending = new AtomicReference<>();

    /** Whether everything but the ending is discarded. */
    private volatile boolean abandoned;

    /** Whether no further call may begin. */
    private volatile boolean over;

    /** Accessed by the loop only. */
    private boolean started;

    Delivery(ResponseHandler handler, Upstream upstream) {
        this.handler = handler;
        this.upstream = upstream;
    }

    /** Calls {@code onStart} unless it has been called. */
    void start() {
        drain();
    }

    void head(ResponseHead head) {
        this.head = head;
        drain();
    }

    /** Receives the data of one {@link Upstream#pull}. */
    void data(ByteBuffer chunk) {
        this.chunk = chunk;
        drain();
    }

    /** Ends with {@code onComplete} after the pending data; no-op if an ending is set. */
    void complete() {
        ending.compareAndSet(null, ResponseHandler::onComplete);
        drain();
    }

    /** Ends with {@code onFailure} after the pending data; no-op if an ending is set. */
    void fail(TransportException failure) {
        ending.compareAndSet(null, last -> last.onFailure(failure));
        drain();
    }

    /** Ends with {@code onFailure} immediately; discards pending data and any other ending. */
    void abandon(TransportException failure) {
        ending.set(last -> last.onFailure(failure));
        abandoned = true;
        drain();
    }

    void request(long chunks) {
        demand.add(chunks);
        drain();
    }

    /** Prevents further calls. */
    void stop() {
        over = true;
    }

    private void drain() {
        if (turns.getAndIncrement() != 0) {
            return;
        }
        int taken = 1;
        do {
            takeTurn();
            taken = turns.addAndGet(-taken);
        } while (taken != 0);
    }

    private void takeTurn() {
        try {
            boolean progress = true;
            while (progress && !over) {
                progress = step();
            }
        } catch (Throwable thrown) {
            upstream.cancel();
            report(thrown);
        }
    }

    private static void report(Throwable thrown) {
        Thread thread = Thread.currentThread();
        try {
            thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
        } catch (Throwable ignored) {
            // Ignored, like the JVM ignores exceptions from these handlers.
        }
    }

    /** Makes the next call that is due; returns false if there is none. */
    private boolean step() {
        // Read in the reverse order of writing, so that earlier events are visible together with later ones.
        boolean endNow = abandoned;
        Consumer<ResponseHandler> last = ending.get();
        ByteBuffer waiting = chunk;
        ResponseHead first = head;
        if (!started) {
            started = true;
            handler.onStart(upstream);
        } else if (first != null && !endNow) {
            head = null;
            handler.onHead(first);
        } else if (waiting != null && !endNow) {
            return deliver(waiting);
        } else if (last != null) {
            over = true;
            last.accept(handler);
            upstream.delivered();
        } else {
            return false;
        }
        return true;
    }

    private boolean deliver(ByteBuffer waiting) {
        if (waiting.hasRemaining()) {
            if (!demand.take()) {
                return false;
            }
            handler.onData(waiting);
        }
        chunk = null;
        if (!over && !abandoned) {
            upstream.pull();
        }
        return true;
    }
}
