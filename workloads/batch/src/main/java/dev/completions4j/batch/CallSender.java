// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import dev.completions4j.CallOptions;
import dev.completions4j.Completion;
import dev.completions4j.CompletionsClient;
import dev.completions4j.spi.Scheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Sends calls. A call that succeeds is followed by the next one at once, on the thread on which it ended, so that the server
 * need not wait until the run's thread has taken notice.
 *
 * <p>The methods are called by the run's thread.
 */
final class CallSender {

    /** Receives results, on any thread. */
    interface Results {

        /**
         * Called when a call has ended.
         *
         * @param completion null if the call has failed
         * @param failure null if the call has succeeded
         * @param endedAt the time at which it ended
         */
        void onResult(BatchCall call, @Nullable Completion completion, @Nullable Throwable failure, long endedAt);
    }

    private final CompletionsClient client;
    private final CallOptions options;
    private final Scheduler scheduler;
    private final Results results;

    private final Queue<BatchCall> following = new ConcurrentLinkedQueue<>();
    private final Queue<Lane> freeLanes = new ConcurrentLinkedQueue<>();
    private final AtomicInteger inFlight = new AtomicInteger();

    /** The number of calls whose results have not been processed. */
    private final AtomicInteger unprocessed = new AtomicInteger();

    /** The number of those among them that have never failed. */
    private final AtomicInteger untried = new AtomicInteger();

    /** Used by the run's thread only. */
    private final List<Lane> lanes = new ArrayList<>();

    // Written by the run's thread only.
    private volatile int limit;
    private volatile int mark;
    private volatile long successes;
    private volatile boolean closed;

    CallSender(CompletionsClient client, CallOptions options, Scheduler scheduler, Results results) {
        this.client = client;
        this.options = options;
        this.scheduler = scheduler;
        this.results = results;
    }

    /**
     * Sets what applies to the calls sent from now on.
     *
     * @param newLimit the number of calls that may be in flight
     * @param newMark the mark of the pace
     * @param newSuccesses the number of calls that have succeeded
     */
    void update(int newLimit, int newMark, long newSuccesses) {
        limit = newLimit;
        mark = newMark;
        successes = newSuccesses;
    }

    /** Returns the number of calls in flight. */
    int inFlight() {
        return inFlight.get();
    }

    /** Returns the number of calls whose results have not been processed. */
    int unprocessed() {
        return unprocessed.get();
    }

    /** Returns the number of calls that wait for one to follow. */
    int following() {
        return following.size();
    }

    /** Returns whether a call that has never failed waits to follow. */
    boolean hasUntriedFollowing() {
        return following.stream().anyMatch(call -> !call.hasFailed());
    }

    /** Returns whether a call that has never failed is in flight, or has an unprocessed result. */
    boolean hasUntriedInFlight() {
        return untried.get() > 0;
    }

    /** Returns whether no call waits, is in flight, or has an unprocessed result. */
    boolean isIdle() {
        return unprocessed.get() == 0 && following.isEmpty();
    }

    /** Adds a call that follows one that succeeds. */
    void follow(BatchCall call) {
        following.add(call);
    }

    /** Removes and returns the next call to follow; null if there is none. */
    @Nullable BatchCall pollFollowing() {
        return following.poll();
    }

    /** Sends a call. */
    void send(BatchCall call) {
        Lane lane = freeLanes.poll();
        if (lane == null) {
            lane = new Lane();
            lanes.add(lane);
        }
        inFlight.incrementAndGet();
        lane.send(call);
    }

    /** Starts a call; whatever is wrong with the client that others wrote makes this call fail, not the run. */
    private CompletableFuture<Completion> start(BatchCall call) {
        try {
            CompletableFuture<Completion> future = client.complete(call.request(), options);
            return Objects.requireNonNull(future, "The client returned null for a call");
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Called when the result of a call is processed, before the call takes notice of it. */
    void onProcessed(BatchCall call) {
        unprocessed.decrementAndGet();
        if (!call.hasFailed()) {
            untried.decrementAndGet();
        }
    }

    /** Sends no further call. */
    void drain() {
        following.clear();
    }

    /** Aborts all calls, and sends no further one. */
    void cancel() {
        closed = true;
        following.clear();
        lanes.forEach(Lane::cancel);
    }

    /** Calls that follow each other, one of which is in flight at a time. */
    private final class Lane {

        /** The call whose result has not been reported; null if there is none. */
        private final AtomicReference<@Nullable BatchCall> open = new AtomicReference<>();

        private volatile @Nullable CompletableFuture<Completion> current;
        private volatile boolean mayBeFollowed;

        void send(BatchCall call) {
            unprocessed.incrementAndGet();
            if (!call.hasFailed()) {
                untried.incrementAndGet();
            }
            call.onSent(mark, successes);
            open.set(call);
            CompletableFuture<Completion> future = start(call);
            current = future;
            try {
                // Calls that end at once would follow each other in ever deeper recursion.
                mayBeFollowed = !future.isDone();
                var unused = future.whenComplete((completion, failure) -> onEnd(call, completion, failure));
            } catch (Throwable e) {
                onEnd(call, null, e);
                abort(future);
            }
            if (closed) {
                cancel();
            }
        }

        private void onEnd(BatchCall call, @Nullable Completion completion, @Nullable Throwable failure) {
            // A future of others may run the action although it threw when it was given it.
            if (!open.compareAndSet(call, null)) {
                return;
            }
            long endedAt = scheduler.nanoTime();
            boolean isFollowed = mayBeFollowed && completion != null && inFlight.get() <= limit && !closed;
            BatchCall next = isFollowed ? following.poll() : null;
            if (next != null) {
                // The place is handed over: the run's thread would fill one that is free.
                send(next);
            } else {
                inFlight.decrementAndGet();
                freeLanes.add(this);
            }
            results.onResult(call, completion, completion == null ? reason(failure) : null, endedAt);
        }

        private Throwable reason(@Nullable Throwable failure) {
            return failure == null ? new NullPointerException("The client completed a call with null") : failure;
        }

        void cancel() {
            CompletableFuture<Completion> future = current;
            if (future != null) {
                abort(future);
            }
        }

        private void abort(CompletableFuture<Completion> future) {
            ForeignCode.run(
                    () -> future.cancel(false),
                    "A client threw when a call of a batch was canceled; the call may continue");
        }
    }
}
