// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import dev.completions4j.batch.InputEntry.Ask;
import dev.completions4j.batch.InputEntry.Blank;
import dev.completions4j.batch.InputEntry.Refusal;
import dev.completions4j.batch.InputEntry.Reject;
import dev.completions4j.batch.RejectedRequest.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads ahead in the input, as far as calls need it, and decides what becomes of each entry: a call, an answer without a
 * call, a rejection, or nothing if an earlier run has answered it. Used by the run's thread.
 *
 * <p>If the output has answers, requests are held back until one has turned out to be answered and unchanged, so that a wrong
 * input is noticed before anything is sent or written. A limited number is held, since an input may have none.
 */
final class Intake {

    private final RequestSource source;
    private final EventQueue events;
    private final IdSet ids;
    private final CallQueue queue;
    private final Answers answers;
    private final ProgressMeter meter;
    private final BatchListener listener;

    private final Fingerprint fingerprint = new Fingerprint();
    private final boolean skipsChanged;
    private final long spare;
    private final long mostHeld;

    /** The entries that wait until the input is known; null if it is. */
    private @Nullable List<Runnable> held;

    private LongConsumer onChanged = number -> {};

    /** Whether an answered request has changed, which makes all that follows doubtful. */
    private boolean changed;

    /** The entries requested from the input that have not arrived. */
    private int awaited;

    private boolean ended;

    /** Whether all requests of the input have arrived, none of which has changed. */
    private boolean complete;

    /** The number of requests that have arrived and get an answer in this run. */
    private long places;

    /**
     * @param skipsChanged whether answered requests that have changed are skipped, too
     * @param spare how many requests to read ahead, in addition to twice the calls in flight
     * @param mostCalls the highest number of calls in flight
     */
    Intake(
            RequestSource source,
            EventQueue events,
            IdSet ids,
            CallQueue queue,
            Answers answers,
            ProgressMeter meter,
            BatchListener listener,
            boolean skipsChanged,
            long spare,
            int mostCalls) {
        this.source = source;
        this.events = events;
        this.ids = ids;
        this.queue = queue;
        this.answers = answers;
        this.meter = meter;
        this.listener = listener;
        this.skipsChanged = skipsChanged;
        this.spare = spare;
        mostHeld = wanted(mostCalls);
    }

    /**
     * Opens the input.
     *
     * @param onFailure called as an event if the input cannot be read any further
     * @param onChanged called as an event if an answered request has changed, with its number
     */
    void start(Consumer<Throwable> onFailure, LongConsumer onChanged) {
        this.onChanged = onChanged;
        held = ids.isEmpty() || skipsChanged ? null : new ArrayList<>();
        source.start(new Inbox(onFailure));
    }

    /** Reads further entries if there is not enough for some calls. */
    void readFor(int calls) {
        long missing = wanted(calls) - queue.unsent() - awaited;
        // Requests that are answered without a call take places, too.
        int permitted = (int) Math.min(missing, answers.readBefore() - places - awaited);
        // Not one by one, which would wake the reader each time.
        if (!ended && missing > calls / 2 && permitted > 0) {
            awaited += permitted;
            source.request(permitted);
        }
    }

    /** Returns whether requests may arrive before others are answered. */
    boolean mayRead() {
        return !ended && places < answers.readBefore();
    }

    /** Returns how many requests to have for some calls. */
    private long wanted(int calls) {
        return Math.min(Integer.MAX_VALUE, 2L * calls + spare);
    }

    /** Returns whether all entries have arrived. */
    boolean hasEnded() {
        return ended;
    }

    /** Returns whether every request of the input has an answer in the output. */
    boolean isAnswered() {
        return complete && meter.answered() == places;
    }

    void cancel() {
        source.cancel();
    }

    private void onEntry(InputEntry entry) {
        awaited--;
        if (changed) {
            return;
        }
        if (entry instanceof Ask ask) {
            int print = fingerprint.of(ask.request());
            if (isNew(ask.customId(), print, ask.number(), ask.weight())) {
                PendingRequest request =
                        new PendingRequest(places++, ask.weight(), ask.customId(), print, ask.request());
                admit(() -> queue.add(request));
            }
        } else if (entry instanceof Refusal refusal) {
            int print = fingerprint.ofRefusal(refusal.code());
            if (isNew(refusal.customId(), print, refusal.number(), refusal.weight())) {
                long place = places++;
                admit(() -> answers.refused(place, print, refusal));
            }
        } else if (entry instanceof Reject reject) {
            reject(reject.weight(), reject.rejected());
        } else if (entry instanceof Blank blank) {
            meter.onBlank(blank.weight());
        }
    }

    private void admit(Runnable admission) {
        if (held == null) {
            admission.run();
            return;
        }
        held.add(admission);
        if (held.size() == mostHeld) {
            release();
        }
    }

    /** Admits what was held back. */
    private void release() {
        if (held != null) {
            held.forEach(Runnable::run);
            held = null;
        }
    }

    private boolean isNew(String customId, int print, long number, long weight) {
        return switch (ids.see(customId, print)) {
            case NEW -> true;
            case ANSWERED -> {
                release();
                meter.onSkipped(weight);
                yield false;
            }
            case CHANGED -> {
                if (skipsChanged) {
                    meter.onSkipped(weight);
                } else {
                    changed = true;
                    held = null;
                    onChanged.accept(number);
                }
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
        complete = !changed;
        release();
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
