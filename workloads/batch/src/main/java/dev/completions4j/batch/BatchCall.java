// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import dev.completions4j.CompletionRequest;
import java.util.List;

/** A call for one request, or for several that are sent as one. Used by one thread. */
final class BatchCall {

    private final List<PendingRequest> requests;
    private final CompletionRequest request;

    private boolean failed;

    /** How often the call has failed; for a single request, only while others succeeded. */
    private int strikes;

    /** How many calls of the run had succeeded when this one failed last, or was sent first; -1 before. */
    private long successesBefore = -1;

    /** The mark of the pace. */
    private int mark;

    /** @param request the request to send, with the prompts of all requests */
    BatchCall(List<PendingRequest> requests, CompletionRequest request) {
        this.requests = requests;
        this.request = request;
    }

    static BatchCall of(PendingRequest request) {
        return new BatchCall(List.of(request), request.request());
    }

    List<PendingRequest> requests() {
        return requests;
    }

    CompletionRequest request() {
        return request;
    }

    void onSent(int paceMark, long successes) {
        mark = paceMark;
        if (successesBefore < 0) {
            successesBefore = successes;
        }
    }

    int mark() {
        return mark;
    }

    /** Returns the place of the first request. */
    long place() {
        return requests.get(0).place();
    }

    /** Returns whether the call is for several requests. */
    boolean isJoined() {
        return requests.size() > 1;
    }

    /** Returns whether the call has failed before. */
    boolean hasFailed() {
        return failed;
    }

    /**
     * Called when the call has failed.
     *
     * @param successes how many calls of the run have succeeded
     * @return how often this call has failed; for a single request, counts only failures before which another call had
     *     succeeded since the previous one
     */
    int onFailed(long successes) {
        failed = true;
        // Splitting a call costs little, and shows which request is at fault.
        if (isJoined() || successes > successesBefore) {
            strikes++;
        }
        successesBefore = successes;
        return strikes;
    }

    /** Returns a call for each request. */
    List<BatchCall> split() {
        return requests.stream().map(BatchCall::of).toList();
    }
}
