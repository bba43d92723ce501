// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.stream;

import dev.completions4j.ChunkIterator;
import dev.completions4j.CompletionChunk;
import dev.completions4j.core.internal.concurrent.WaitGuard;
import java.util.ArrayDeque;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** An iterator that buffers a few chunks. Uses a lock that does not pin virtual threads. */
final class BlockingChunkIterator implements ChunkIterator, Flow.Subscriber<CompletionChunk> {

    private static final int READ_AHEAD = 32;

    private final WaitGuard guard;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<CompletionChunk> chunks = new ArrayDeque<>(READ_AHEAD);
    private volatile Flow.@Nullable Subscription subscription;
    private boolean ended;
    private @Nullable Throwable failure;

    /** Number of chunks taken since the last request. Accessed by the iterating thread. */
    private int taken;

    /** @param guard rejects blocking waits on threads that deliver responses */
    BlockingChunkIterator(WaitGuard guard) {
        this.guard = guard;
    }

    @Override
    public boolean hasNext() {
        lock.lock();
        try {
            if (chunks.isEmpty() && !ended) {
                guard.check();
            }
            while (chunks.isEmpty() && !ended) {
                changed.await();
            }
            if (chunks.isEmpty() && failure != null) {
                throw unchecked(failure);
            }
            return !chunks.isEmpty();
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw interrupted(e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public CompletionChunk next() {
        if (!hasNext()) {
            throw new NoSuchElementException("The stream has ended; call hasNext() first");
        }
        CompletionChunk chunk;
        lock.lock();
        try {
            chunk = chunks.remove();
        } finally {
            lock.unlock();
        }
        taken++;
        if (taken == READ_AHEAD / 2) {
            taken = 0;
            request(READ_AHEAD / 2);
        }
        return chunk;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            chunks.clear();
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        Flow.Subscription current = subscription;
        if (current != null) {
            current.cancel();
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        this.subscription = subscription;
        if (hasEnded()) {
            subscription.cancel();
        } else {
            subscription.request(READ_AHEAD);
        }
    }

    private boolean hasEnded() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    private void request(long count) {
        Flow.Subscription current = subscription;
        if (current != null) {
            current.request(count);
        }
    }

    @Override
    public void onNext(CompletionChunk chunk) {
        lock.lock();
        try {
            if (!ended) {
                chunks.add(chunk);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onError(Throwable failure) {
        end(failure);
    }

    @Override
    public void onComplete() {
        end(null);
    }

    private void end(@Nullable Throwable reason) {
        lock.lock();
        try {
            failure = reason;
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static RuntimeException unchecked(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException it ? it : new CompletionException(failure);
    }

    private static CancellationException interrupted(InterruptedException cause) {
        CancellationException interrupted =
                new CancellationException("Interrupted while waiting for the next chunk; the stream was cancelled");
        interrupted.initCause(cause);
        return interrupted;
    }
}
