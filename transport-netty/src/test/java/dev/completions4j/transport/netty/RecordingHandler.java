// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.completions4j.transport.Exchange;
import dev.completions4j.transport.ResponseHandler;
import dev.completions4j.transport.ResponseHead;
import dev.completions4j.transport.TransportException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;

/** Records the calls it receives, and requests the given number of chunks. Tests override {@link #react}. */
class RecordingHandler implements ResponseHandler {

    private static final long PATIENCE_SECONDS = 20;

    private final long initialDemand;
    private final CompletableFuture<Exchange> exchange = new CompletableFuture<>();
    private final CompletableFuture<ResponseHead> head = new CompletableFuture<>();
    private final CompletableFuture<String> end = new CompletableFuture<>();
    private final CompletableFuture<TransportException> failure = new CompletableFuture<>();
    private final Semaphore chunks = new Semaphore(0);

    private final List<String> calls = new ArrayList<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private boolean inCall;

    RecordingHandler() {
        this(Long.MAX_VALUE);
    }

    /** @param initialDemand zero for none */
    RecordingHandler(long initialDemand) {
        this.initialDemand = initialDemand;
    }

    /** Called inside each call, after it was recorded. */
    void react(String call) {}

    @Override
    public void onStart(Exchange started) {
        exchange.complete(started);
        if (initialDemand > 0) {
            started.request(initialDemand);
        }
        record("start");
    }

    @Override
    public void onHead(ResponseHead received) {
        record("head");
        head.complete(received);
    }

    @Override
    public void onData(ByteBuffer chunk) {
        byte[] bytes = new byte[chunk.remaining()];
        chunk.get(bytes);
        synchronized (this) {
            body.writeBytes(bytes);
        }
        record("data");
        chunks.release();
    }

    @Override
    public void onComplete() {
        record("complete");
        end.complete("complete");
    }

    @Override
    public void onFailure(TransportException reported) {
        record("failure");
        failure.complete(reported);
        end.complete("failure " + reported.kind() + " " + reported.progress());
    }

    private void record(String call) {
        boolean nested;
        synchronized (this) {
            nested = inCall;
            calls.add(nested ? call + " (nested)" : call);
            inCall = true;
        }
        try {
            react(call);
        } finally {
            synchronized (this) {
                inCall = nested;
            }
        }
    }

    /** Returns the calls so far, by name. */
    synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    synchronized String body() {
        return body.toString(StandardCharsets.ISO_8859_1);
    }

    synchronized int bodyLength() {
        return body.size();
    }

    Exchange exchange() {
        return await(exchange);
    }

    ResponseHead head() {
        return await(head);
    }

    /** Returns {@code complete}, or {@code failure} with kind and progress. */
    String end() {
        return await(end);
    }

    TransportException failure() {
        return await(failure);
    }

    boolean hasEnded() {
        return end.isDone();
    }

    /** Waits for the given number of further chunks. */
    void awaitChunks(int count) throws InterruptedException {
        if (!chunks.tryAcquire(count, PATIENCE_SECONDS, SECONDS)) {
            throw new AssertionError("No further chunk was received; calls so far: " + calls());
        }
    }

    /** Waits as long as there are further calls. */
    private <T> T await(CompletableFuture<T> future) {
        int seen = calls().size();
        while (true) {
            try {
                return future.get(PATIENCE_SECONDS, SECONDS);
            } catch (TimeoutException | ExecutionException e) {
                int now = calls().size();
                if (now == seen) {
                    throw new AssertionError("The awaited call was not received; calls so far: " + calls(), e);
                }
                seen = now;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("Interrupted while waiting", e);
            }
        }
    }
}
