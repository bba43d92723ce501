// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.completions4j.transport.Exchange;
import dev.completions4j.transport.ResponseHandler;
import dev.completions4j.transport.ResponseHead;
import dev.completions4j.transport.TransportException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Records the calls it receives, and marks those that overlap or nest; tests override the reactions. */
class RecordingHandler implements ResponseHandler {

    private static final long PATIENCE_SECONDS = 20;

    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final AtomicBoolean inCall = new AtomicBoolean();
    private final CountDownLatch headCame = new CountDownLatch(1);
    private final Semaphore dataCame = new Semaphore(0);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable Exchange exchange;
    private volatile @Nullable ResponseHead head;
    private volatile @Nullable TransportException failure;

    /** Returns {@code start}, {@code head 200}, {@code data text}, {@code complete}, {@code failure KIND PROGRESS}. */
    List<String> calls() {
        return List.copyOf(calls);
    }

    Exchange exchange() {
        return Objects.requireNonNull(exchange, "onStart was not called");
    }

    ResponseHead head() {
        return Objects.requireNonNull(head, "onHead was not called");
    }

    TransportException failure() {
        return Objects.requireNonNull(failure, "onFailure was not called");
    }

    RecordingHandler awaitHead() throws InterruptedException {
        return inTime(headCame.await(PATIENCE_SECONDS, TimeUnit.SECONDS), "head");
    }

    /** Waits for one more call of {@code onData}. */
    RecordingHandler awaitData() throws InterruptedException {
        return inTime(dataCame.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS), "data");
    }

    RecordingHandler awaitEnd() throws InterruptedException {
        return inTime(ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS), "end");
    }

    @Override
    public final void onStart(Exchange exchange) {
        this.exchange = exchange;
        record("start", () -> whenStarted(exchange));
    }

    @Override
    public final void onHead(ResponseHead head) {
        this.head = head;
        try {
            record("head " + head.status(), () -> whenHead(exchange()));
        } finally {
            headCame.countDown();
        }
    }

    @Override
    public final void onData(ByteBuffer chunk) {
        try {
            record(describe(chunk), () -> whenData(exchange()));
        } finally {
            dataCame.release();
        }
    }

    @Override
    public final void onComplete() {
        record("complete", this::whenEnded);
        ended.countDown();
    }

    @Override
    public final void onFailure(TransportException failure) {
        this.failure = failure;
        record("failure " + failure.kind() + " " + failure.progress(), this::whenEnded);
        ended.countDown();
    }

    /** Requests unbounded demand. */
    void whenStarted(Exchange exchange) {
        exchange.request(Long.MAX_VALUE);
    }

    void whenHead(Exchange exchange) {}

    void whenData(Exchange exchange) {}

    void whenEnded() {}

    String describe(ByteBuffer chunk) {
        return "data " + UTF_8.decode(chunk);
    }

    private void record(String call, Runnable reaction) {
        boolean alone = inCall.compareAndSet(false, true);
        calls.add(alone ? call : call + " (inside another call)");
        try {
            reaction.run();
        } finally {
            if (alone) {
                inCall.set(false);
            }
        }
    }

    private RecordingHandler inTime(boolean received, String what) {
        if (!received) {
            throw new AssertionError("Received no " + what + " in time; the calls were " + calls);
        }
        return this;
    }
}
