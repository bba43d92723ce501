// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The requests that wait to be sent: those to send again and those read from the input, alternately, so that a request that
 * fails each time does not hold up the others. Joins neighboring requests that differ only in their prompt, as many as
 * permitted. Used by one thread.
 */
final class CallQueue {

    private final int promptsPerCall;
    private final Deque<BatchCall> again = new ArrayDeque<>();

    /** The requests that were never taken, those that can be sent as one together. */
    private final Deque<RequestGroup> unsent = new ArrayDeque<>();

    private int unsentRequests;
    private boolean tookAgain;

    CallQueue(int promptsPerCall) {
        this.promptsPerCall = promptsPerCall;
    }

    void add(PendingRequest request) {
        unsentRequests++;
        RequestGroup last = unsent.peekLast();
        if (last == null || !last.join(request)) {
            unsent.add(new RequestGroup(request, promptsPerCall));
        }
    }

    /** Adds a call that is to be sent again. */
    void addAgain(BatchCall call) {
        again.add(call);
    }

    /** Returns the number of requests that were never taken. */
    int unsent() {
        return unsentRequests;
    }

    /**
     * Returns whether {@link #next} can return a call that has never failed.
     *
     * @param mayRead whether further requests may be added before others are answered
     */
    boolean hasUntried(boolean mayRead) {
        return hasUnsent(mayRead) || again.stream().anyMatch(call -> !call.hasFailed());
    }

    /** Returns whether a call waits to be sent again. */
    boolean hasAgain() {
        return !again.isEmpty();
    }

    boolean isEmpty() {
        return again.isEmpty() && unsent.isEmpty();
    }

    /**
     * Removes and returns the next call.
     *
     * @param mayRead whether further requests may be added before others are answered
     * @return null if there is none, or if neighbours to join with it may still be read
     */
    @Nullable BatchCall next(boolean mayRead) {
        BatchCall first = again.isEmpty() || tookAgain ? nextUnsent(mayRead) : null;
        tookAgain = first == null && !again.isEmpty();
        return first == null ? again.poll() : first;
    }

    private @Nullable BatchCall nextUnsent(boolean mayRead) {
        if (!hasUnsent(mayRead)) {
            return null;
        }
        RequestGroup group = unsent.remove();
        unsentRequests -= group.size();
        return group.call();
    }

    private boolean hasUnsent(boolean mayRead) {
        RequestGroup first = unsent.peek();
        return first != null && (first.isFull() || unsent.size() > 1 || !mayRead);
    }
}
