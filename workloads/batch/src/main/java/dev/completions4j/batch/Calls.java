// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import dev.completions4j.Completion;
import dev.completions4j.FailedAttempt;
import dev.completions4j.batch.BatchReport.End;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The calls of a run: sends them as far as pace and budget permit, and decides what follows their results, such as an
 * answer, another try, a pause, or the end of the run. Used by the run's thread.
 */
final class Calls {

    /** Twice as many requests are in memory, and each may have a long prompt. */
    private static final int MOST_NEEDED = 256;

    private final BatchSettings settings;
    private final EventQueue events;
    private final RunState state;
    private final Intake intake;
    private final CallQueue queue;
    private final Answers answers;
    private final ProgressMeter meter;
    private final Pace pace;
    private final Outage outage;
    private final TokenBudget budget;
    private final CallSender sender;

    private long successes;
    private boolean paused;
    private int pauses;

    /** The results since calls were sent last. */
    private int results;

    /** The number of calls that may be needed until calls are sent again. */
    private int needed;

    Calls(
            BatchSettings settings,
            EventQueue events,
            RunState state,
            Intake intake,
            CallQueue queue,
            Answers answers,
            ProgressMeter meter) {
        this.settings = settings;
        this.events = events;
        this.state = state;
        this.intake = intake;
        this.queue = queue;
        this.answers = answers;
        this.meter = meter;
        pace = settings.pace();
        outage = new Outage(settings.patience());
        budget = new TokenBudget(settings.tokenBudget());
        sender = new CallSender(
                settings.client(),
                settings.options(),
                settings.scheduler(),
                (call, completion, failure, endedAt) -> events.add(() -> onResult(call, completion, failure, endedAt)));
    }

    /** Returns the number of calls in flight. */
    int inFlight() {
        return sender.inFlight();
    }

    /** Returns the number of calls that may be in flight. */
    int limit() {
        return pace.limit();
    }

    /** Returns whether no call waits for another one to end, is in flight, or has an unprocessed result. */
    boolean isIdle() {
        return sender.isIdle();
    }

    /** Returns whether the server has no work after the calls in flight, until the next {@link #send}. */
    boolean isUrgent() {
        return sender.following() == 0;
    }

    /** Returns whether nothing is sent for now. While it is in doubt whether the server is at fault, others are tried. */
    boolean isPaused() {
        return paused && !(outage.isDoubtful() && mayTryOthers());
    }

    boolean isBudgetUsedUp() {
        return budget.isUsedUp();
    }

    /** Returns how many calls may be needed until the next {@link #send}. */
    int needed() {
        return needed;
    }

    /** Sends calls, and ends the pause. */
    void send() {
        paused = false;
        // A call that is sent again must not be overtaken by all others, whose success tells that it is at fault
        // itself.
        int ahead = queue.hasAgain() ? 0 : Math.min(MOST_NEEDED, 2 * results);
        needed = Math.max(pace.limit(), ahead);
        results = 0;
        sender.update(pace.limit(), pace.mark(), successes);
        sendCalls();
        prepareCalls();
    }

    private void sendCalls() {
        for (int sent = 0; sender.inFlight() < pace.limit() && isInBudget(); sent++) {
            if (sent == pace.limit()) {
                // Some have ended at once, and their results may end the run.
                return;
            }
            BatchCall call = sender.pollFollowing();
            call = call == null ? queue.next(intake.mayRead()) : call;
            if (call == null) {
                return;
            }
            sender.send(call);
        }
        pace.onLimitReached();
    }

    private boolean isInBudget() {
        // A call that has ended keeps its place until its tokens are counted.
        return !budget.isLimited() || (sender.unprocessed() < pace.limit() && budget.permits(sender.unprocessed()));
    }

    /** Lets other calls follow those in flight, unless each has to be weighed. */
    private void prepareCalls() {
        if (budget.isLimited()) {
            return;
        }
        for (int missing = needed - sender.following(); missing > 0; missing--) {
            BatchCall call = queue.next(intake.mayRead());
            if (call == null) {
                return;
            }
            sender.follow(call);
        }
    }

    /** Sends nothing more, and aborts the calls in flight after the grace. */
    void drain() {
        sender.drain();
        events.after(settings.grace(), sender::cancel);
    }

    /** Sends nothing more, and aborts the calls in flight. */
    void cancel() {
        sender.cancel();
    }

    private void onResult(BatchCall call, @Nullable Completion completion, @Nullable Throwable failure, long endedAt) {
        sender.onProcessed(call);
        results++;
        if (completion != null) {
            onCompletion(call, completion, endedAt);
        } else if (failure != null && !wasAborted(failure)) {
            onFailure(call, unwrapped(failure));
        }
    }

    /** Returns the failure itself, if the client's future was derived from another one. */
    private static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException e && e.getCause() != null ? e.getCause() : failure;
    }

    /** Returns whether the call was canceled by this run. */
    private boolean wasAborted(Throwable failure) {
        return !state.isOpen() && failure instanceof CancellationException;
    }

    private void onCompletion(BatchCall call, Completion completion, long endedAt) {
        successes++;
        outage.onSuccess();
        meter.onUsage(completion.usage());
        budget.onAnswer(completion.usage());
        if (wasOverload(completion)) {
            pace.onOverload(call.mark());
        } else {
            long tokens = completion.usage() == null ? 0 : completion.usage().completionTokens();
            pace.onSuccess(call.mark(), tokens, endedAt);
        }
        if (!answers.completed(call.requests(), completion)) {
            call.split().forEach(queue::addAgain);
        }
    }

    private static boolean wasOverload(Completion completion) {
        List<FailedAttempt> attempts = completion.response().failedAttempts();
        return !attempts.isEmpty() && attempts.stream().anyMatch(FailureKind::isOverload);
    }

    private void onFailure(BatchCall call, Throwable failure) {
        FailureKind kind = FailureKind.of(failure);
        if (kind == FailureKind.OF_REQUEST) {
            giveUp(call, failure);
            return;
        }
        if (kind == FailureKind.OVERLOAD) {
            pace.onOverload(call.mark());
        }
        long now = settings.scheduler().nanoTime();
        outage.onFailure(call, kind, now);
        boolean hopeless = state.isOpen() && outage.isHopeless(now, othersFollow(call));
        // A single request is at fault, and not the server, if others succeed meanwhile.
        if (call.onFailed(successes) >= kind.tries() || (hopeless && isAtFault(kind))) {
            giveUp(call, failure);
        } else if (hopeless) {
            state.drain(End.SERVER_FAILED, failure);
            cancel();
            return;
        } else {
            queue.addAgain(call);
        }
        if (!paused) {
            pause(outage.pause(pace.limit()));
        }
    }

    /** Gives up on a call. Splits one for several requests, so that only the faulty one fails. */
    private void giveUp(BatchCall call, Throwable failure) {
        if (call.isJoined()) {
            call.split().forEach(queue::addAgain);
        } else {
            answers.failed(call.requests(), failure);
        }
    }

    /** Returns whether calls that have not failed yet may show that the server works, although this one has failed. */
    private boolean othersFollow(BatchCall call) {
        return mayTryOthers()
                || sender.hasUntriedInFlight()
                || intake.mayRead()
                || (othersWait() && !answers.isNext(call.place()));
    }

    /** Returns whether calls that have not failed yet can be sent now. */
    private boolean mayTryOthers() {
        return queue.hasUntried(intake.mayRead()) || sender.hasUntriedFollowing();
    }

    /** Returns whether requests are left that were never sent. */
    private boolean othersWait() {
        return queue.unsent() > 0 || !intake.hasEnded();
    }

    /**
     * Returns whether a request that fails like this is at fault if no other one follows: others have succeeded, and it is the
     * last one, or all others wait for it.
     */
    private boolean isAtFault(FailureKind kind) {
        boolean inDoubt = successes > 0 && kind != FailureKind.LASTING && outage.isDoubtful();
        boolean isLast = queue.isEmpty() && sender.isIdle();
        return inDoubt && (isLast || othersWait());
    }

    private void pause(long nanos) {
        if (nanos > 0) {
            paused = true;
            int pause = ++pauses;
            events.after(Duration.ofNanos(nanos), () -> paused &= pause != pauses);
        }
    }
}
