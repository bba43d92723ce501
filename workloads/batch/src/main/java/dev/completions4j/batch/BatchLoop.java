// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import dev.completions4j.Completion;
import dev.completions4j.batch.BatchReport.End;
import dev.completions4j.batch.InputEntry.Ask;
import dev.completions4j.batch.InputEntry.Blank;
import dev.completions4j.batch.InputEntry.Refusal;
import dev.completions4j.batch.InputEntry.Reject;
import dev.completions4j.batch.RejectedRequest.Reason;
import dev.completions4j.spi.Scheduler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A run: one thread that reads events from a queue, and owns all state.
 *
 * <p>The events are entries of the input, answers of calls, ticks of the clock and cancellation. After the events that are
 * there, answers are written, and calls are sent as far as the pace permits.
 */
final class BatchLoop {

    /**
     * The phases of a run, in order.
     *
     * <table>
     * <caption>Phases</caption>
     * <tr><th>phase</th><th>sends calls</th><th>followed by</th></tr>
     * <tr><td>{@code OPEN}</td><td>yes</td><td>DRAINING, ENDED</td></tr>
     * <tr><td>{@code DRAINING}</td><td>no; waits for the calls in flight</td><td>ENDED</td></tr>
     * <tr><td>{@code ENDED}</td><td>no; the output is closed</td><td></td></tr>
     * </table>
     */
    private enum Phase {
        OPEN,
        DRAINING,
        ENDED
    }

    private static final System.Logger LOG = System.getLogger("dev.completions4j.batch");
    private static final AtomicInteger RUNS = new AtomicInteger();

    /** How often the output is forced to the disk. */
    private static final long FORCE_NANOS = Duration.ofSeconds(5).toNanos();

    /** How long to wait for more events, if nothing depends on them. */
    private static final long MORE_EVENTS_NANOS = 500_000;

    /** How many calls, as a multiple of those in flight, an answer may overtake. */
    private static final int AHEAD = 8;

    private final BatchSettings settings;
    private final Scheduler scheduler;
    private final CompletableFuture<BatchReport> result = new CompletableFuture<>();
    private final BlockingQueue<Runnable> events = new LinkedBlockingQueue<>();
    private final List<Scheduler.Task> timers = new ArrayList<>();

    private final AnswerFormat format = new AnswerFormat();
    private final IdSet ids = new IdSet();
    private final CallQueue queue;
    private final AnswerQueue answers;
    private final Pace pace;
    private final Outage outage;
    private final TokenBudget budget;
    private final ProgressMeter meter;
    private final RequestSource source;
    private final CallSender sender;

    private Phase phase = Phase.OPEN;
    private End end = End.FINISHED;
    private @Nullable Throwable failure;
    private Scheduler.@Nullable Task tick;
    private @Nullable OutputFile output;
    private long forcedAt;

    /** The entries requested from the input that have not arrived. */
    private int awaited;

    private boolean inputEnded;
    private long places;
    private long successes;
    private boolean paused;

    private BatchLoop(BatchSettings settings) {
        this.settings = settings;
        scheduler = settings.scheduler();
        queue = new CallQueue(settings.promptsPerRequest());
        answers = AnswerQueue.of(settings.order(), AHEAD * settings.maxConcurrency() * settings.promptsPerRequest());
        pace = settings.pace();
        outage = new Outage(settings.patience());
        budget = new TokenBudget(settings.tokenBudget());
        meter = new ProgressMeter(scheduler.nanoTime());
        source = settings.input().open(settings.model());
        sender = new CallSender(
                settings.client(),
                settings.options(),
                scheduler,
                (call, completion, callFailure, endedAt) ->
                        events.add(() -> onResult(call, completion, callFailure, endedAt)));
    }

    static BatchRun start(BatchSettings settings) {
        BatchLoop loop = new BatchLoop(settings);
        Runnable cancellation = () -> loop.events.add(() -> loop.abort(End.CANCELLED, null));
        var unused = loop.result.whenComplete((report, failure) -> {
            if (loop.result.isCancelled()) {
                cancellation.run();
            }
        });
        new Thread(loop::run, "completions4j-batch-" + RUNS.incrementAndGet()).start();
        return new BatchRun(loop.result, cancellation);
    }

    private void run() {
        try {
            open();
            send();
            while (phase != Phase.ENDED) {
                take();
                write();
                send();
            }
        } catch (OutputException e) {
            end = End.OUTPUT_FAILED;
            failure = e;
        } catch (Throwable e) {
            end = End.FAILED;
            failure = e;
            LOG.log(System.Logger.Level.ERROR, "The run ended by an unexpected failure", e);
        } finally {
            close();
        }
    }

    private void open() throws OutputException {
        Path input = settings.input().file();
        try {
            if (input != null && Files.exists(settings.output()) && Files.isSameFile(input, settings.output())) {
                throw new OutputException("The output " + input + " is the input; choose another output", null);
            }
        } catch (IOException e) {
            throw new OutputException("The output " + settings.output() + " cannot be examined", e);
        }
        output = OutputFile.open(settings.output(), settings.opener(), ids::addAnswered);
        forcedAt = scheduler.nanoTime();
        if (settings.timeBudget() != null) {
            after(settings.timeBudget(), () -> drain(End.TIME_BUDGET));
        }
        tickLater();
        source.start(new Inbox());
    }

    /** Runs an action as an event. */
    private void after(Duration delay, Runnable action) {
        timers.add(scheduler.schedule(() -> events.add(action), delay));
    }

    private void tickLater() {
        tick = scheduler.schedule(() -> events.add(this::onTick), settings.interval());
    }

    private void onTick() {
        report();
        tickLater();
    }

    /** Waits for an event, and runs all that have arrived. */
    private void take() throws InterruptedException {
        Runnable event = events.take();
        if (sender.following() > 0) {
            // The server has work meanwhile, and waking up for each event would cost more than the event.
            LockSupport.parkNanos(MORE_EVENTS_NANOS);
        }
        for (; event != null; event = events.poll()) {
            event.run();
        }
    }

    // Input.

    private final class Inbox implements RequestSource.Sink {

        @Override
        public void onSize(long totalWeight) {
            events.add(() -> meter.onSize(totalWeight));
        }

        @Override
        public void onEntry(InputEntry entry) {
            events.add(() -> BatchLoop.this.onEntry(entry));
        }

        @Override
        public void onEnd() {
            events.add(BatchLoop.this::onInputEnd);
        }

        @Override
        public void onFailure(Throwable inputFailure) {
            events.add(() -> onInputFailure(inputFailure));
        }
    }

    private void onEntry(InputEntry entry) {
        awaited--;
        if (entry instanceof Ask ask) {
            if (isNew(ask.customId(), ask.number(), ask.weight())) {
                queue.add(new PendingRequest(places++, ask.weight(), ask.customId(), ask.request()));
            }
        } else if (entry instanceof Refusal refusal) {
            if (isNew(refusal.customId(), refusal.number(), refusal.weight())) {
                String line = format.error(refusal.customId(), refusal.code(), refusal.message());
                answers.add(new Answer(places++, refusal.weight(), false, line));
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
        callListener(() -> settings.listener().onRejected(rejected));
    }

    private void onInputEnd() {
        inputEnded = true;
        queue.complete();
    }

    /** Keeps what is in flight, since only what follows is missing. */
    private void onInputFailure(Throwable inputFailure) {
        inputEnded = true;
        if (phase == Phase.OPEN) {
            failure = inputFailure;
        }
        drain(End.INPUT_FAILED);
    }

    // Calls.

    private void send() {
        if (phase == Phase.OPEN && budget.isUsedUp()) {
            drain(End.TOKEN_BUDGET);
        }
        if (phase == Phase.OPEN && !paused) {
            sender.update(pace.limit(), pace.mark(), successes);
            sendCalls();
            prepareCalls();
            requestEntries();
        }
        boolean nothingLeft = phase == Phase.DRAINING || (inputEnded && queue.isEmpty());
        if (nothingLeft && sender.isIdle()) {
            phase = Phase.ENDED;
        }
    }

    private void sendCalls() {
        while (sender.inFlight() < pace.limit() && budget.permits(sender.inFlight())) {
            BatchCall call = sender.pollFollowing();
            call = call == null ? queue.next(answers.sendBefore()) : call;
            if (call == null) {
                return;
            }
            sender.send(call);
        }
        pace.onLimitReached();
    }

    /** Lets other calls follow those in flight, unless each has to be weighed. */
    private void prepareCalls() {
        while (!budget.isLimited() && sender.following() < pace.limit()) {
            BatchCall call = queue.next(answers.sendBefore());
            if (call == null) {
                return;
            }
            sender.follow(call);
        }
    }

    private void requestEntries() {
        int missing = 2 * (pace.limit() + settings.promptsPerRequest()) - queue.unsent() - awaited;
        // Not one by one, which would wake the reader each time.
        if (!inputEnded && missing > pace.limit() / 2) {
            awaited += missing;
            source.request(missing);
        }
    }

    private void onResult(
            BatchCall call, @Nullable Completion completion, @Nullable Throwable callFailure, long endedAt) {
        sender.onProcessed(call);
        if (completion != null) {
            onCompletion(call, completion, endedAt);
        } else if (callFailure != null && !wasAborted(callFailure)) {
            onFailure(call, unwrapped(callFailure));
        }
    }

    /** Returns the failure itself, if the client's future was derived from another one. */
    private static Throwable unwrapped(Throwable callFailure) {
        return callFailure instanceof CompletionException e && e.getCause() != null ? e.getCause() : callFailure;
    }

    /** Returns whether the call was cancelled by this run. */
    private boolean wasAborted(Throwable callFailure) {
        return phase != Phase.OPEN && callFailure instanceof CancellationException;
    }

    private void onCompletion(BatchCall call, Completion completion, long endedAt) {
        successes++;
        outage.onSuccess();
        meter.onUsage(completion.usage());
        budget.onAnswer(completion.usage());
        if (completion.response().failedAttempts().stream().anyMatch(FailureKind::isOverload)) {
            pace.onOverload(call.mark());
        } else {
            long tokens = completion.usage() == null ? 0 : completion.usage().completionTokens();
            pace.onSuccess(call.mark(), tokens, endedAt);
        }
        List<PendingRequest> requests = call.requests();
        if (requests.size() == 1) {
            PendingRequest request = requests.get(0);
            answer(request, true, format.completion(request.customId(), completion));
            return;
        }
        List<Completion> parts = JoinedAnswers.of(completion, requests.size());
        if (parts.isEmpty()) {
            call.split().forEach(queue::addAgain);
        }
        for (int i = 0; i < parts.size(); i++) {
            PendingRequest request = requests.get(i);
            answer(request, true, format.part(request.customId(), completion, parts.get(i), i, requests.size()));
        }
    }

    private void onFailure(BatchCall call, Throwable callFailure) {
        FailureKind kind = FailureKind.of(callFailure);
        if (kind == FailureKind.OF_REQUEST) {
            if (call.requests().size() > 1) {
                call.split().forEach(queue::addAgain);
            } else {
                answerFailed(call, callFailure);
            }
            return;
        }
        if (kind == FailureKind.OVERLOAD) {
            pace.onOverload(call.mark());
        }
        long now = scheduler.nanoTime();
        outage.onFailure(kind, now);
        // The request is at fault, and not the server, if others succeed meanwhile.
        if (call.onFailed(successes) >= kind.tries()) {
            answerFailed(call, callFailure);
        } else {
            queue.addAgain(call);
        }
        if (phase == Phase.OPEN && outage.isHopeless(now)) {
            giveUp(callFailure);
        } else if (!paused) {
            pause(outage.pause(pace.limit()));
        }
    }

    /** Ends the run, unless only one request is left, which is then taken to be at fault. */
    private void giveUp(Throwable callFailure) {
        BatchCall last = successes > 0 && sender.isIdle() ? queue.last() : null;
        if (last == null) {
            abort(End.SERVER_FAILED, callFailure);
        } else {
            answerFailed(last, callFailure);
        }
    }

    private void pause(long nanos) {
        if (nanos > 0) {
            paused = true;
            after(Duration.ofNanos(nanos), () -> paused = false);
        }
    }

    private void answerFailed(BatchCall call, Throwable callFailure) {
        call.requests().forEach(request -> answer(request, false, format.failure(request.customId(), callFailure)));
    }

    private void answer(PendingRequest request, boolean isSuccess, String line) {
        answers.add(new Answer(request.place(), request.weight(), isSuccess, line));
    }

    // Output.

    private void write() throws OutputException {
        OutputFile open = output;
        if (open == null) {
            return;
        }
        List<Answer> written = new ArrayList<>();
        for (Answer answer = answers.poll(); answer != null; answer = answers.poll()) {
            open.add(answer.line());
            written.add(answer);
        }
        if (written.isEmpty()) {
            return;
        }
        open.flush();
        written.forEach(meter::onWritten);
        long now = scheduler.nanoTime();
        if (now - forcedAt >= FORCE_NANOS) {
            forcedAt = now;
            open.force();
        }
    }

    // End.

    /** Sends nothing more, and ends the run when the calls in flight have ended. */
    private void drain(End why) {
        if (phase == Phase.OPEN) {
            phase = Phase.DRAINING;
            end = why;
            sender.drain();
            after(settings.grace(), sender::cancel);
        }
    }

    /** Ends the run with the answers that have arrived. */
    private void abort(End why, @Nullable Throwable cause) {
        if (phase == Phase.OPEN) {
            phase = Phase.DRAINING;
            end = why;
            failure = cause;
        }
        sender.cancel();
    }

    private void close() {
        source.cancel();
        timers.forEach(Scheduler.Task::cancel);
        if (tick != null) {
            tick.cancel();
        }
        sender.cancel();
        OutputFile open = output;
        if (open != null) {
            try (OutputFile closing = open) {
                closing.force();
            } catch (OutputException | IOException e) {
                if (failure == null) {
                    end = End.OUTPUT_FAILED;
                    failure = e;
                }
            }
        }
        report();
        complete(meter.report(end, scheduler.nanoTime()));
    }

    private void complete(BatchReport report) {
        Throwable cause = failure;
        if (cause == null) {
            result.complete(report);
        } else {
            String message = switch (end) {
                case OUTPUT_FAILED -> String.valueOf(cause.getMessage());
                case INPUT_FAILED ->
                    "The input cannot be read any further (" + cause.getClass().getName()
                            + "); correct it and run again with the same output";
                case SERVER_FAILED ->
                    "No call succeeds any more: " + cause.getMessage()
                            + "; correct that and run again with the same output";
                default ->
                    "The run ended by an unexpected failure, "
                            + cause.getClass().getName();
            };
            result.completeExceptionally(new BatchException(message, report, cause));
        }
    }

    // Progress.

    private void report() {
        BatchProgress progress = meter.progress(sender.inFlight(), pace.limit(), scheduler.nanoTime());
        callListener(() -> settings.listener().onProgress(progress));
    }

    private static void callListener(Runnable call) {
        try {
            call.run();
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.WARNING, "A batch listener threw; the run continues", e);
        }
    }
}
