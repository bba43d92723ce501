// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import dev.completions4j.CompletionRequest;
import dev.completions4j.Prompt;
import dev.completions4j.TokenIds;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The requests that wait to be sent: those to send again and those read from the input, alternately, so that a request that
 * fails each time does not hold up the others. Joins neighbouring requests that differ only in their prompt, as many as
 * permitted. Used by one thread.
 */
final class CallQueue {

    private final int promptsPerCall;
    private final Deque<BatchCall> again = new ArrayDeque<>();
    private final Deque<PendingRequest> unsent = new ArrayDeque<>();
    private boolean complete;
    private boolean tookAgain;

    CallQueue(int promptsPerCall) {
        this.promptsPerCall = promptsPerCall;
    }

    void add(PendingRequest request) {
        unsent.add(request);
    }

    /** Adds a call that is to be sent again. */
    void addAgain(BatchCall call) {
        again.add(call);
    }

    /** Declares that no further request will be added. */
    void complete() {
        complete = true;
    }

    /** Returns the number of requests that were never taken. */
    int unsent() {
        return unsent.size();
    }

    /** Returns whether a call waits to be sent again. */
    boolean hasAgain() {
        return !again.isEmpty();
    }

    boolean isEmpty() {
        return again.isEmpty() && unsent.isEmpty();
    }

    /** Returns whether one call is left of all that were added, to be sent again. */
    boolean hasOneLeft() {
        return unsent.isEmpty() && again.size() == 1;
    }

    /** Removes and returns the one that is left. */
    BatchCall removeLast() {
        return again.remove();
    }

    /** Returns whether no further request will be added. */
    boolean isComplete() {
        return complete;
    }

    /**
     * Removes and returns the next call.
     *
     * @param before requests from this place on are not taken
     * @return null if there is none, or if neighbours to join with it may still be read
     */
    @Nullable BatchCall next(long before) {
        BatchCall first = again.isEmpty() || tookAgain ? nextUnsent(before) : null;
        tookAgain = first == null && !again.isEmpty();
        return first == null ? again.poll() : first;
    }

    private @Nullable BatchCall nextUnsent(long before) {
        int count = sendable(before);
        return count == 0 ? null : take(count);
    }

    /** Returns whether {@link #next} can return a call that was never sent. */
    boolean hasUnsent(long before) {
        return sendable(before) > 0;
    }

    /** Returns how many of the requests that were never taken make the next call; 0 if there is none yet. */
    private int sendable(long before) {
        PendingRequest first = unsent.peek();
        if (first == null || first.place() >= before) {
            return 0;
        }
        int joined = promptsPerCall == 1 ? 1 : joinable(first);
        boolean waits = joined < promptsPerCall && joined == unsent.size() && !complete && isJoinable(first);
        return waits ? 0 : joined;
    }

    private static boolean isJoinable(PendingRequest request) {
        Prompt prompt = request.request().prompt();
        return prompt instanceof Prompt.Text || prompt instanceof Prompt.Tokens;
    }

    /** Returns how many requests, from the first, can be sent as one. */
    private int joinable(PendingRequest first) {
        if (!isJoinable(first)) {
            return 1;
        }
        CompletionRequest parameters = withoutPrompt(first);
        int count = 0;
        for (PendingRequest each : unsent) {
            if (count == promptsPerCall
                    || !isJoinable(each)
                    || isText(each) != isText(first)
                    || (count > 0 && !withoutPrompt(each).equals(parameters))) {
                break;
            }
            count++;
        }
        return count;
    }

    private static boolean isText(PendingRequest request) {
        return request.request().prompt() instanceof Prompt.Text;
    }

    private static CompletionRequest withoutPrompt(PendingRequest request) {
        return request.request().toBuilder().prompt((Prompt) null).build();
    }

    private BatchCall take(int count) {
        if (count == 1) {
            return BatchCall.of(unsent.remove());
        }
        List<PendingRequest> requests = new ArrayList<>(count);
        List<String> texts = new ArrayList<>();
        List<TokenIds> tokens = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            PendingRequest request = unsent.remove();
            requests.add(request);
            if (request.request().prompt() instanceof Prompt.Text text) {
                texts.add(text.text());
            } else if (request.request().prompt() instanceof Prompt.Tokens ids) {
                tokens.add(ids.ids());
            }
        }
        Prompt prompt = tokens.isEmpty() ? new Prompt.Texts(texts) : new Prompt.TokenLists(tokens);
        return new BatchCall(
                requests, requests.get(0).request().toBuilder().prompt(prompt).build());
    }
}
