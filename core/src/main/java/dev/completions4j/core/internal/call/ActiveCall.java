// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.call;

import dev.completions4j.CallTimeoutException;
import dev.completions4j.CallbackRejectedException;
import dev.completions4j.ClientClosedException;
import dev.completions4j.Completion;
import dev.completions4j.FailedAttempt;
import dev.completions4j.ResponseInfo;
import dev.completions4j.Timeout;
import dev.completions4j.core.internal.attempt.CallAttempts;
import dev.completions4j.core.internal.attempt.CallTerms;
import dev.completions4j.core.internal.attempt.OpenCall;
import dev.completions4j.core.internal.concurrent.SerialLoop;
import dev.completions4j.core.internal.observe.CallEvents;
import dev.completions4j.core.internal.request.PreparedRequest;
import dev.completions4j.core.internal.timeout.TimeoutWatch;
import dev.completions4j.observe.CallResult;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What every call does, whether its answer is streamed or not: it sends a request, and ends once, by its response or by
 * what interrupts it.
 *
 * <p>Every signal, from the transport, the caller, the timer or the client, is written where the {@linkplain SerialLoop
 * loop} reads it, and then the loop runs: on the thread that brought the signal, on the caller's executor, or, if a thread
 * is in the loop, on that one. So the caller's code is called serially without a lock, and may signal from inside such a
 * call without recursion.
 */
public abstract class ActiveCall implements OpenCall, TimeoutWatch.Listener {

    /**
     * The phases of a call. A phase never comes back; only the loop changes it.
     *
     * <table>
     * <caption>Phases</caption>
     * <tr><th>phase</th><th>the caller</th><th>the exchange</th><th>followed by</th></tr>
     * <tr><td>{@code OPEN}</td><td>waits for the call's end</td><td>any</td><td>LINGERING, CLOSED</td></tr>
     * <tr><td>{@code LINGERING}</td><td>has its result</td><td>open: what is left of its body is read and dropped, so that
     *   the connection can be used again</td><td>CLOSED</td></tr>
     * <tr><td>{@code CLOSED}</td><td>has its result, or wants none</td><td>ended or cancelled</td><td></td></tr>
     * </table>
     */
    protected enum Phase {
        OPEN,
        LINGERING,
        CLOSED
    }

    private static final Supplier<Throwable> CANCELLED = CancellationException::new;

    private final CallContext context;
    private final CallEvents events;
    private final TimeoutWatch watch;
    private final CallAttempts attempts;
    private final SerialLoop loop = new SerialLoop(this::pass);
    private final Runnable runLoop = this::runLoop;

    private volatile @Nullable ResponseInfo response;

    /** Makes the failure that ends the call; null while nothing interrupts it. Written under the lock. */
    private volatile @Nullable Supplier<? extends Throwable> interruption;

    /** Touched inside the loop only. */
    private Phase phase = Phase.OPEN;

    protected ActiveCall(CallEvents events, CallContext context) {
        this.events = events;
        this.context = context;
        this.watch = new TimeoutWatch(context.limits(), context.scheduler(), this);
        CallTerms terms = new CallTerms(
                context.options().maxAttempts(), context.options().affinity(), context.failures(), events, watch);
        this.attempts = new CallAttempts(context.runtime(), terms, this);
    }

    protected final CallContext context() {
        return context;
    }

    protected final CallEvents events() {
        return events;
    }

    protected final TimeoutWatch watch() {
        return watch;
    }

    protected final CallAttempts attempts() {
        return attempts;
    }

    /** HTTP metadata of the response; null if it has not begun. */
    public final @Nullable ResponseInfo response() {
        return response;
    }

    /** Inside the loop only. */
    protected final Phase phase() {
        return phase;
    }

    /** Inside the loop only. */
    protected final void moveTo(Phase next) {
        phase = next;
    }

    /** Sends the request that the supplier makes; what the supplier throws fails the call. */
    protected final void start(Supplier<PreparedRequest> request) {
        if (attempts.isEnded()) {
            return;
        }
        try {
            PreparedRequest prepared = request.get();
            watch.onStart();
            if (context.openCalls().begin(this)) {
                attempts.start(prepared);
            }
        } catch (Throwable e) {
            interrupt(() -> e);
        }
    }

    // What subclasses do. Inside the loop.

    /** Deals with the signals of an open or lingering call that nothing interrupts. */
    protected abstract void advance();

    /** Delivers the failure to the caller. */
    protected abstract void deliver(Throwable failure);

    /** Returns what has arrived of a stream; null if nothing has. */
    protected abstract @Nullable Completion partial();

    /** Describes how far the response has come, for messages. */
    protected abstract String progress(ResponseInfo begun);

    /** Runs outside the loop when a thread has left it. */
    protected void onLoopLeft() {}

    // Signals of the caller, the client and the timer: on any thread.

    /** Ends the call because its caller no longer wants it. */
    protected final void abort() {
        note(CANCELLED);
        release();
        signal();
    }

    @Override
    public final void onClientClosed() {
        note(() -> new ClientClosedException(response, partial(), failedAttempts()));
        stop();
        signal();
    }

    @Override
    public final void onPassed(Timeout timeout, Duration limit) {
        if (timeout == Timeout.RESPONSE_HEADERS) {
            CallTimeoutException passed =
                    new CallTimeoutException(timeout, limit, "nothing", null, null, failedAttempts());
            context.callbacks().runFromTimer(() -> attempts.expire(passed), rejection -> {
                onRejected(rejection);
                signalFromTimer();
            });
        } else {
            note(() -> new CallTimeoutException(timeout, limit, arrived(), response, partial(), failedAttempts()));
            stop();
            signalFromTimer();
        }
    }

    private String arrived() {
        ResponseInfo begun = response;
        return begun == null ? "nothing" : progress(begun);
    }

    protected final List<FailedAttempt> failedAttempts() {
        return attempts.failedAttempts();
    }

    private void onRejected(Throwable rejection) {
        synchronized (this) {
            if (interruption != CANCELLED) {
                interruption = () -> new CallbackRejectedException(rejection, response, partial(), failedAttempts());
            }
        }
        stop();
    }

    /** Ends the call with the failure that the supplier makes, unless something has interrupted it already. */
    protected final void interrupt(Supplier<? extends Throwable> failure) {
        note(failure);
        signal();
    }

    private synchronized void note(Supplier<? extends Throwable> failure) {
        if (interruption == null || failure == CANCELLED) {
            interruption = failure;
        }
    }

    protected final boolean isInterrupted() {
        return interruption != null;
    }

    // Signals of the attempts: serial.

    @Override
    public void onResponse(ResponseInfo begun) {
        response = begun;
    }

    @Override
    public final void onFailed(Throwable failure) {
        watch.onEnd();
        interrupt(() -> failure);
    }

    // The loop.

    /** Has the loop run, on the current thread or on the caller's executor. */
    protected final void signal() {
        if (loop.signal()) {
            context.callbacks().run(runLoop, this::onRejected);
        }
    }

    private void signalFromTimer() {
        if (loop.signal()) {
            context.callbacks().runFromTimer(runLoop, this::onRejected);
        }
    }

    /**
     * Enters the loop with the current thread, which then must call {@link #runPasses}.
     *
     * @return false if another thread is in it, which deals with the signal
     */
    protected final boolean enterLoop() {
        return loop.signal();
    }

    /** Runs the loop, for a thread that has entered it. */
    protected final void runPasses() {
        loop.run();
    }

    private void runLoop() {
        runPasses();
        onLoopLeft();
    }

    private void pass() {
        try {
            Supplier<? extends Throwable> reason = interruption;
            if (reason != null && phase != Phase.CLOSED) {
                end(reason);
            }
            advance();
        } catch (Throwable e) {
            // Whatever it is, memory included: a call that stops here would leave its caller waiting.
            if (phase == Phase.OPEN) {
                fail(e);
            } else {
                release();
            }
        }
    }

    private void end(Supplier<? extends Throwable> reason) {
        if (phase == Phase.LINGERING) {
            phase = Phase.CLOSED;
            release();
        } else if (reason == CANCELLED) {
            phase = Phase.CLOSED;
            events.onEnd(() -> result(CallResult.Outcome.CANCELLED, partial(), null));
            release();
        } else {
            fail(reason.get());
        }
    }

    /** Ends the call with a failure: first for its listeners, then for its caller, then for the next call. */
    protected final void fail(Throwable failure) {
        phase = Phase.CLOSED;
        try {
            stop();
            events.onEnd(() -> result(CallResult.Outcome.FAILED, partial(), failure));
            deliver(failure);
        } finally {
            release();
        }
    }

    protected final CallResult result(
            CallResult.Outcome outcome, @Nullable Completion completion, @Nullable Throwable failure) {
        return CallEvents.result(outcome, completion, response, failure, failedAttempts());
    }

    protected final ResponseInfo begunResponse() {
        return Objects.requireNonNull(response, "response");
    }

    /** Ends the exchange, if it has not ended. */
    private void stop() {
        watch.onEnd();
        attempts.cancel();
    }

    /** Ends the exchange and the client's interest in this call, and hands its permit on. Idempotent, on any thread. */
    protected final void release() {
        stop();
        attempts.release();
        context.openCalls().end(this);
    }

    /** Ends the exchange now, and the rest of the call where the timer's thread need not wait for it. */
    protected final void releaseFromTimer() {
        stop();
        context.callbacks().resume(this::release);
    }
}
