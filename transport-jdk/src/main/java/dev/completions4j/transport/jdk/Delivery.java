// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import dev.completions4j.transport.ResponseHandler;
import dev.completions4j.transport.ResponseHead;
import dev.completions4j.transport.TransportException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Turns what the network reports, on whatever thread, into the serial calls of one handler.
 *
 * <p>Reports are left in fields, one for each kind, and {@link #drain} makes the calls that are due. Whoever finds the
 * loop idle runs it; whoever finds it busy, the handler itself included, only makes it turn once more. So calls neither
 * overlap nor nest, and no thread waits for another.
 */
final class Delivery {

    private final ResponseHandler handler;
    private final Upstream upstream;
    private final Demand demand = new Demand();

    /** Turns that the loop owes; zero while it is idle. */
    private final AtomicInteger turns = new AtomicInteger();

    private volatile @Nullable ResponseHead head;
    private volatile @Nullable List<ByteBuffer> chunks;
    private final AtomicReference<@Nullable Consumer<ResponseHandler>> ending = new AtomicReference<>();

    /** The response is given up: only the ending is still to be delivered. */
    private volatile boolean abandoned;

    /** No further call may begin. */
    private volatile boolean over;

    // Touched inside the loop only.
    private boolean started;
    private int nextChunk;

    Delivery(ResponseHandler handler, Upstream upstream) {
        this.handler = handler;
        this.upstream = upstream;
    }

    /** Calls {@code onStart}, unless that has been done. */
    void start() {
        drain();
    }

    void head(ResponseHead head) {
        this.head = head;
        drain();
    }

    /** Takes the buffers that one {@link Upstream#pull} brought. */
    void data(List<ByteBuffer> chunks) {
        this.chunks = chunks;
        drain();
    }

    /** Ends with {@code onComplete}, after the data that waits; no-op if an ending is set. */
    void complete() {
        ending.compareAndSet(null, ResponseHandler::onComplete);
        drain();
    }

    /** Ends with {@code onFailure}, after the data that waits; no-op if an ending is set. */
    void fail(TransportException failure) {
        ending.compareAndSet(null, last -> last.onFailure(failure));
        drain();
    }

    /** Ends with {@code onFailure} now: drops what waits, another ending included. */
    void abandon(TransportException failure) {
        ending.set(last -> last.onFailure(failure));
        abandoned = true;
        drain();
    }

    void request(long chunks) {
        demand.add(chunks);
        drain();
    }

    /** Lets no further call begin. */
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
            // As the JVM does with what these handlers throw.
        }
    }

    /** Does the next thing that is due; false if nothing is. */
    private boolean step() {
        // Read in the reverse of the order in which they are written: who sees one sees what was written before it.
        boolean endNow = abandoned;
        Consumer<ResponseHandler> last = ending.get();
        List<ByteBuffer> waiting = chunks;
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

    private boolean deliver(List<ByteBuffer> waiting) {
        if (nextChunk == waiting.size()) {
            nextChunk = 0;
            chunks = null;
            upstream.pull();
            return true;
        }
        ByteBuffer chunk = waiting.get(nextChunk);
        if (chunk.hasRemaining()) {
            if (!demand.take()) {
                return false;
            }
            handler.onData(chunk);
        }
        nextChunk++;
        return true;
    }
}
