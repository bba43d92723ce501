// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import dev.completions4j.batch.BatchReport.End;
import dev.completions4j.spi.Scheduler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A run: one thread that executes events and owns all state.
 *
 * <p>The events are entries of the input, results of calls, ticks of the clock and cancellation. After the events that are
 * there, answers are written, calls are sent, and further entries are read.
 */
final class BatchLoop {

    private static final AtomicInteger RUNS = new AtomicInteger();

    /** How many calls, as a multiple of those in flight, an answer may overtake. */
    private static final int AHEAD = 8;

    private final BatchSettings settings;
    private final Scheduler scheduler;
    private final CompletableFuture<BatchReport> result = new CompletableFuture<>();
    private final RunState state = new RunState();
    private final IdSet ids = new IdSet();
    private final EventQueue events;
    private final CallQueue queue;
    private final Answers answers;
    private final ProgressMeter meter;
    private final BatchListener listener;
    private final Intake intake;
    private final Calls calls;

    private BatchLoop(BatchSettings settings) {
        this.settings = settings;
        scheduler = settings.scheduler();
        events = new EventQueue(scheduler);
        queue = new CallQueue(settings.promptsPerRequest());
        answers = new Answers(AnswerQueue.of(settings.order(), ahead(settings)));
        meter = new ProgressMeter(scheduler.nanoTime());
        listener = new SafeListener(settings.listener());
        intake = new Intake(
                settings.input().open(settings.model()),
                events,
                ids,
                queue,
                answers,
                meter,
                listener,
                settings.skipsChanged(),
                2L * settings.promptsPerRequest(),
                settings.maxConcurrency());
        calls = new Calls(settings, events, state, intake, queue, answers, meter);
    }

    /** Returns how many requests an answer may overtake. */
    private static long ahead(BatchSettings settings) {
        long calls = Math.min(Integer.MAX_VALUE, (long) AHEAD * settings.maxConcurrency());
        return calls * settings.promptsPerRequest();
    }

    static BatchRun start(BatchSettings settings) {
        BatchLoop loop = new BatchLoop(settings);
        Runnable cancellation = () -> loop.events.add(loop::cancel);
        var unused = loop.result.whenComplete((report, failure) -> {
            if (loop.result.isCancelled()) {
                cancellation.run();
            }
        });
        new Thread(loop::run, "completions4j-batch-" + RUNS.incrementAndGet()).start();
        return new BatchRun(loop.result, cancellation);
    }

    private void run() {
        AnswerWriter writer = null;
        try {
            writer = new AnswerWriter(openOutput(), answers, meter, scheduler);
            begin();
            proceed();
            while (!state.hasEnded()) {
                events.run(calls::isUrgent);
                writer.write();
                proceed();
            }
        } catch (OutputException e) {
            state.fail(End.OUTPUT_FAILED, e);
        } catch (Throwable e) {
            state.fail(End.FAILED, e);
            Log.log(System.Logger.Level.ERROR, "The run ended by an unexpected failure", e);
        } finally {
            close(writer);
        }
    }

    private OutputFile openOutput() throws OutputException {
        Path input = settings.input().file();
        try {
            if (input != null && Files.exists(settings.output()) && Files.isSameFile(input, settings.output())) {
                throw new OutputException("The output " + input + " is the input; choose another output", null);
            }
        } catch (IOException e) {
            throw new OutputException("The output " + settings.output() + " cannot be examined", e);
        }
        return OutputFile.open(settings.output(), settings.opener(), ids::addAnswered);
    }

    private void begin() {
        if (settings.timeBudget() != null) {
            events.after(settings.timeBudget(), () -> drain(End.TIME_BUDGET, null));
        }
        events.every(settings.interval(), this::report);
        // Keeps what is in flight, since only what follows is missing.
        intake.start(
                failure -> drain(End.INPUT_FAILED, failure),
                number -> drain(End.INPUT_CHANGED, new ChangedRequestException(settings.output(), number)));
    }

    private void proceed() {
        if (intake.isAnswered()) {
            state.onAnswered();
            return;
        }
        // Without a request that is left, the input may be at its end.
        if (calls.isBudgetUsedUp() && !queue.isEmpty()) {
            drain(End.TOKEN_BUDGET, null);
        }
        if (state.isOpen() && !calls.isPaused()) {
            calls.send();
            intake.readFor(calls.needed());
        }
        if (state.isDraining() && calls.isIdle()) {
            state.onDrained();
        }
    }

    /** Sends nothing more, and ends the run when the calls in flight have ended. */
    private void drain(End why, @Nullable Throwable cause) {
        if (state.drain(why, cause)) {
            calls.drain();
        }
    }

    /** Ends the run with the answers that have arrived. */
    private void cancel() {
        state.drain(End.CANCELLED, null);
        calls.cancel();
    }

    private void close(@Nullable AnswerWriter writer) {
        intake.cancel();
        events.cancelTimers();
        calls.cancel();
        if (writer != null) {
            try (AnswerWriter closing = writer) {
                if (state.end() != End.OUTPUT_FAILED) {
                    closing.writeRest();
                }
                closing.force();
            } catch (Throwable e) {
                if (state.failure() == null) {
                    state.fail(End.OUTPUT_FAILED, e);
                }
            }
        }
        report();
        complete(meter.report(state.end(), scheduler.nanoTime()));
    }

    private void complete(BatchReport report) {
        Throwable cause = state.failure();
        if (cause == null) {
            result.complete(report);
        } else {
            result.completeExceptionally(BatchException.of(report, cause));
        }
    }

    private void report() {
        listener.onProgress(meter.progress(calls.inFlight(), calls.limit(), scheduler.nanoTime()));
    }
}
