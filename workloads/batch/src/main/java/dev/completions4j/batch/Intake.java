// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import dev.completions4j.batch.InputEntry.Ask;
import dev.completions4j.batch.InputEntry.Blank;
import dev.completions4j.batch.InputEntry.Refusal;
import dev.completions4j.batch.InputEntry.Reject;
import dev.completions4j.batch.RejectedRequest.Reason;
import java.util.function.Consumer;

/**
 * Reads ahead in the input, as far as calls need it, and decides what becomes of each entry: a call, an answer without a
 * call, a rejection, or nothing if an earlier run has answered it. Used by the run's thread.
 */
final class Intake {

    private final RequestSource source;
    private final EventQueue events;
    private final IdSet ids;
    private final CallQueue queue;
    private final Answers answers;
    private final ProgressMeter meter;
    private final BatchListener listener;

    private final int spare;

    /** The entries requested from the input that have not arrived. */
    private int awaited;

    private boolean ended;
    private long places;

    /** @param spare how many requests to read ahead, in addition to twice the calls in flight */
    Intake(
            RequestSource source,
            EventQueue events,
            IdSet ids,
            CallQueue queue,
            Answers answers,
            ProgressMeter meter,
            BatchListener listener,
            int spare) {
        this.source = source;
        this.events = events;
        this.ids = ids;
        this.queue = queue;
        this.answers = answers;
        this.meter = meter;
        this.listener = listener;
        this.spare = spare;
    }

    /**
     * Opens the input.
     *
     * @param onFailure called as an event if the input cannot be read any further
     */
    void start(Consumer<Throwable> onFailure) {
        source.start(new Inbox(onFailure));
    }

    /** Reads further entries if there is not enough for some calls. */
    void readFor(int calls) {
        int missing = 2 * calls + spare - queue.unsent() - awaited;
        // Not one by one, which would wake the reader each time.
        if (!ended && missing > calls / 2) {
            awaited += missing;
            source.request(missing);
        }
    }

    /** Returns whether all entries have arrived. */
    boolean hasEnded() {
        return ended;
    }

    void cancel() {
        source.cancel();
    }

    private void onEntry(InputEntry entry) {
        awaited--;
        if (entry instanceof Ask ask) {
            if (isNew(ask.customId(), ask.number(), ask.weight())) {
                queue.add(new PendingRequest(places++, ask.weight(), ask.customId(), ask.request()));
            }
        } else if (entry instanceof Refusal refusal) {
            if (isNew(refusal.customId(), refusal.number(), refusal.weight())) {
                answers.refused(places++, refusal);
            }
        } else if (entry instanceof Reject reject) {
            reject(reject.weight(), reject.rejected());
        } else if (entry instanceof Blank blank) {
            meter.onBlank(blank.weight());
        }
    }

    private boolean isNew(String customId, long number, long weight) {
        return switch (ids.see(customId)) {
            case NEW -> true;
            case ANSWERED -> {
                meter.onSkipped(weight);
                yield false;
            }
            case REPEATED -> {
                reject(
                        weight,
                        new RejectedRequest(
                                number,
                                Reason.DUPLICATE_ID,
                                "An earlier request has the same custom_id; make each custom_id unique"));
                yield false;
            }
        };
    }

    private void reject(long weight, RejectedRequest rejected) {
        meter.onRejected(weight, rejected);
        listener.onRejected(rejected);
    }

    private void onEnd() {
        ended = true;
        queue.complete();
    }

    private final class Inbox implements RequestSource.Sink {

        private final Consumer<Throwable> onFailure;

        Inbox(Consumer<Throwable> onFailure) {
            this.onFailure = onFailure;
        }

        @Override
        public void onSize(long totalWeight) {
            events.add(() -> meter.onSize(totalWeight));
        }

        @Override
        public void onEntry(InputEntry entry) {
            events.add(() -> Intake.this.onEntry(entry));
        }

        @Override
        public void onEnd() {
            events.add(Intake.this::onEnd);
        }

        @Override
        public void onFailure(Throwable failure) {
            events.add(() -> {
                ended = true;
                onFailure.accept(failure);
            });
        }
    }
}
