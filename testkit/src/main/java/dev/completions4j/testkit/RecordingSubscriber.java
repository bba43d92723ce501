// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit;

import dev.completions4j.CompletionChunk;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A subscriber that records what it receives, requests only what the test requests, and records violations of the rules
 * of {@link Flow}.
 *
 * <p>Methods that wait throw an {@link AssertionError} after 20 seconds. A subclass that reacts to signals must call
 * the overridden method, and requests more chunks with {@link #request}.
 *
 * <p>Safe for use by multiple threads.
 */
public class RecordingSubscriber implements Flow.Subscriber<CompletionChunk> {

    private static final long PATIENCE_SECONDS = 20;

    private final long firstRequest;
    private final AtomicLong requested = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private final AtomicBoolean inSignal = new AtomicBoolean();
    private final List<CompletionChunk> chunks = new CopyOnWriteArrayList<>();
    private final List<String> violations = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Throwable> end = new CompletableFuture<>();

    /** Creates a subscriber with unbounded demand. */
    public RecordingSubscriber() {
        this(Long.MAX_VALUE);
    }

    /**
     * Creates a subscriber with an initial demand.
     *
     * @param firstRequest the number of chunks to request on subscription; zero requests none
     */
    public RecordingSubscriber(long firstRequest) {
        this.firstRequest = firstRequest;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        signal("onSubscribe", () -> {
            if (!this.subscription.complete(new CountingSubscription(subscription))) {
                violations.add("a second onSubscribe");
            }
        });
        if (firstRequest > 0) {
            request(firstRequest);
        }
    }

    @Override
    public void onNext(CompletionChunk chunk) {
        signal("onNext", () -> {
            checkOrder("onNext");
            if (received.incrementAndGet() > requested.get()) {
                violations.add("onNext without demand: only " + requested.get() + " chunks were requested");
            }
            chunks.add(chunk);
        });
    }

    @Override
    public void onError(Throwable failure) {
        signal("onError", () -> {
            checkOrder("onError");
            end.complete(failure);
        });
    }

    @Override
    public void onComplete() {
        signal("onComplete", () -> {
            checkOrder("onComplete");
            end.complete(null);
        });
    }

    /**
     * Requests further chunks; waits for the subscription.
     *
     * @param chunks the number of chunks, passed to {@link Flow.Subscription#request} unchecked
     */
    public final void request(long chunks) {
        subscription().request(chunks);
    }

    /** Cancels the subscription; waits for it. */
    public final void cancel() {
        subscription().cancel();
    }

    /** Returns the subscription; waits until {@code onSubscribe} has been called. */
    public final Flow.Subscription subscription() {
        return awaited(subscription, "onSubscribe");
    }

    /** Returns the chunks received so far. */
    public final List<CompletionChunk> chunks() {
        return List.copyOf(chunks);
    }

    /** Returns the text of the first choice in each chunk received so far, including empty texts. */
    public final List<String> texts() {
        return chunks.stream().map(CompletionChunk::text).toList();
    }

    /** Returns the concatenated {@link #texts}. */
    public final String text() {
        return chunks.stream().map(CompletionChunk::text).collect(Collectors.joining());
    }

    /** Returns true if the stream has completed or failed. */
    public final boolean hasEnded() {
        return end.isDone();
    }

    /** Returns the failure of the stream, or null if it completed; waits until it ends. */
    public final @Nullable Throwable failure() {
        return awaited(end, "onComplete or onError");
    }

    /** Returns descriptions of the violations of the rules of {@link Flow} so far; empty if there are none. */
    public final List<String> violations() {
        return List.copyOf(violations);
    }

    private void signal(String name, Runnable reaction) {
        if (!inSignal.compareAndSet(false, true)) {
            violations.add(name + " during another signal");
            reaction.run();
            return;
        }
        try {
            reaction.run();
        } finally {
            inSignal.set(false);
        }
    }

    private void checkOrder(String signal) {
        if (!subscription.isDone()) {
            violations.add(signal + " before onSubscribe");
        }
        if (end.isDone()) {
            violations.add(signal + " after the end");
        }
    }

    private static <T extends @Nullable Object> T awaited(CompletableFuture<T> future, String signal) {
        try {
            return future.copy().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            throw new AssertionError("Received no " + signal + " within " + PATIENCE_SECONDS + " s", e);
        }
    }

    private final class CountingSubscription implements Flow.Subscription {

        private final Flow.Subscription counted;

        private CountingSubscription(Flow.Subscription counted) {
            this.counted = counted;
        }

        @Override
        public void request(long chunks) {
            if (chunks > 0) {
                requested.updateAndGet(before -> chunks > Long.MAX_VALUE - before ? Long.MAX_VALUE : before + chunks);
            }
            counted.request(chunks);
        }

        @Override
        public void cancel() {
            counted.cancel();
        }
    }
}
