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
 * A subscriber that keeps what it receives, requests only what the test requests, and notes what breaks the rules of
 * {@link Flow}.
 *
 * <p>What waits, waits for 20 s and then throws an {@link AssertionError}. A subclass that reacts to a signal calls the
 * method that it overrides, and asks by {@link #request}.
 *
 * <p>Safe for use by any number of threads.
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

    /** Asks for all chunks. */
    public RecordingSubscriber() {
        this(Long.MAX_VALUE);
    }

    /**
     * Asks for so many chunks at first.
     *
     * @param firstRequest zero asks for none
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
            noteOrder("onNext");
            if (received.incrementAndGet() > requested.get()) {
                violations.add("onNext without demand: only " + requested.get() + " chunks were asked for");
            }
            chunks.add(chunk);
        });
    }

    @Override
    public void onError(Throwable failure) {
        signal("onError", () -> {
            noteOrder("onError");
            end.complete(failure);
        });
    }

    @Override
    public void onComplete() {
        signal("onComplete", () -> {
            noteOrder("onComplete");
            end.complete(null);
        });
    }

    /** Asks for further chunks. */
    public final void request(long chunks) {
        subscription().request(chunks);
    }

    /** Cancels the stream. */
    public final void cancel() {
        subscription().cancel();
    }

    /** The subscription, for which this waits. */
    public final Flow.Subscription subscription() {
        return awaited(subscription, "onSubscribe");
    }

    /** What came so far. */
    public final List<CompletionChunk> chunks() {
        return List.copyOf(chunks);
    }

    /** The text of the first choice in each chunk that came so far; empty ones too. */
    public final List<String> texts() {
        return chunks.stream().map(CompletionChunk::text).toList();
    }

    /** The {@link #texts} joined. */
    public final String text() {
        return chunks.stream().map(CompletionChunk::text).collect(Collectors.joining());
    }

    /** True once the stream has completed or failed. */
    public final boolean hasEnded() {
        return end.isDone();
    }

    /** What the stream failed with, or null if it completed; waits for either. */
    public final @Nullable Throwable failure() {
        return awaited(end, "onComplete or onError");
    }

    /** What broke the rules of {@link Flow} so far, in words; empty if nothing did. */
    public final List<String> violations() {
        return List.copyOf(violations);
    }

    private void signal(String name, Runnable reaction) {
        if (!inSignal.compareAndSet(false, true)) {
            violations.add(name + " while another signal was under way");
            reaction.run();
            return;
        }
        try {
            reaction.run();
        } finally {
            inSignal.set(false);
        }
    }

    private void noteOrder(String signal) {
        if (!subscription.isDone()) {
            violations.add(signal + " before onSubscribe");
        }
        if (end.isDone()) {
            violations.add(signal + " after the end");
        }
    }

    private static <T extends @Nullable Object> T awaited(CompletableFuture<T> future, String what) {
        try {
            return future.copy().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            throw new AssertionError("No " + what + " came within " + PATIENCE_SECONDS + " s", e);
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
