// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import dev.completions4j.Completion;
import dev.completions4j.batch.InputEntry.Refusal;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns results into answers, and queues these in the order of the output. Used by the run's thread. */
final class Answers {

    private final AnswerFormat format = new AnswerFormat();
    private final AnswerQueue queue;

    Answers(AnswerQueue queue) {
        this.queue = queue;
    }

    /** Adds the error of a request that is not sent. */
    void refused(long place, int fingerprint, Refusal refusal) {
        queue.add(new Answer(
                place,
                refusal.weight(),
                false,
                format.error(refusal.customId(), fingerprint, refusal.code(), refusal.message())));
    }

    /**
     * Adds the completion of a call.
     *
     * @return false if the choices cannot be dealt out to several requests; nothing is added then
     */
    boolean completed(List<PendingRequest> requests, Completion completion) {
        if (requests.size() == 1) {
            PendingRequest request = requests.get(0);
            add(request, true, format.completion(request, completion));
            return true;
        }
        Integer n = requests.get(0).request().n();
        List<Completion> parts = JoinedAnswers.of(completion, requests.size(), n == null ? 1 : Math.max(1, n));
        for (int i = 0; i < parts.size(); i++) {
            PendingRequest request = requests.get(i);
            add(request, true, format.part(request, completion, parts.get(i), i, requests.size()));
        }
        return !parts.isEmpty();
    }

    /** Adds the failure of a call. */
    void failed(List<PendingRequest> requests, Throwable failure) {
        requests.forEach(request -> add(request, false, format.failure(request, failure)));
    }

    private void add(PendingRequest request, boolean isSuccess, ByteBuffer line) {
        queue.add(new Answer(request.place(), request.weight(), isSuccess, line));
    }

    /** Returns whether the answer of a place has to be written before all other missing ones. */
    boolean isNext(long place) {
        return queue.isNext(place);
    }

    /** Returns the first place whose request must not be read yet. */
    long readBefore() {
        return queue.readBefore();
    }

    /** Removes and returns the next answer to write; null if there is none. */
    @Nullable Answer poll() {
        return queue.poll();
    }

    /** Waits for no further answer: those that are there can be written. */
    void complete() {
        queue.complete();
    }
}
