package dev.completions4j.core;

import dev.completions4j.CompletionChunk;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Keeps what it receives, and asks for no more than it was told to. */
class RecordingSubscriber implements Flow.Subscriber<CompletionChunk> {

    private final long firstRequest;
    private final Queue<CompletionChunk> chunks = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Throwable> end = new CompletableFuture<>();

    RecordingSubscriber(long firstRequest) {
        this.firstRequest = firstRequest;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        this.subscription.complete(subscription);
        if (firstRequest > 0) {
            subscription.request(firstRequest);
        }
    }

    @Override
    public void onNext(CompletionChunk chunk) {
        if (end.isDone()) {
            throw new AssertionError("onNext after the end");
        }
        chunks.add(chunk);
    }

    @Override
    public void onError(Throwable failure) {
        end(failure);
    }

    @Override
    public void onComplete() {
        end(null);
    }

    private void end(@Nullable Throwable failure) {
        if (!end.complete(failure)) {
            throw new AssertionError("A second end");
        }
    }

    Flow.Subscription subscription() {
        return subscription.orTimeout(10, TimeUnit.SECONDS).join();
    }

    List<String> texts() {
        return chunks.stream().map(CompletionChunk::text).toList();
    }

    boolean hasEnded() {
        return end.isDone();
    }

    /** What the stream failed with; null if it completed. */
    @Nullable Throwable failure() {
        return end.orTimeout(10, TimeUnit.SECONDS).join();
    }
}
