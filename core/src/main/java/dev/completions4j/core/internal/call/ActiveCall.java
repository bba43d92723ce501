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
 * The common part of streaming and non-streaming calls: a call sends one request and ends exactly once, with its
 * response or with an interruption.
 *
 * <p>A signal from the transport, the caller, the timer or the client is first recorded and then handled by the
 * {@linkplain SerialLoop loop}. The loop runs on the signaling thread or on the caller's executor; if another thread is
 * already running it, that thread handles the signal. The caller's code is therefore called serially and without a
 * lock, and it may signal from within a callback without recursion.
 */
public abstract class ActiveCall implements OpenCall, TimeoutWatch.Listener {

    /**
     * The phases of a call. A call never returns to an earlier phase; only the loop changes the phase.
     *
     * <table>
     * <caption>Phases</caption>
     * <tr><th>phase</th><th>the caller</th><th>the exchange</th><th>followed by</th></tr>
     * <tr><td>{@code OPEN}</td><td>is waiting for the result</td><td>any</td><td>LINGERING, CLOSED</td></tr>
     * <tr><td>{@code LINGERING}</td><td>has the result</td><td>open: the rest of its body is read and discarded so that
     *   the connection can be reused</td><td>CLOSED</td></tr>
     * <tr><td>{@code CLOSED}</td><td>has the result, or has cancelled</td><td>ended or cancelled</td><td></td></tr>
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

    /** Creates the failure that ends the call; null unless the call is interrupted. Written under the lock. */
    private volatile @Nullable Supplier<? extends Throwable> interruption;

    /** Accessed by the loop only. */
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

    /** Returns the HTTP metadata of the response; null before the response headers have arrived. */
    public final @Nullable ResponseInfo response() {
        return response;
    }

    /** Returns the phase. To be called by the loop only. */
    protected final Phase phase() {
        return phase;
    }

    /** Sets the phase. To be called by the loop only. */
    protected final void moveTo(Phase next) {
        phase = next;
    }

    /** Sends the supplied request; an exception from the supplier fails the call. */
    protected final void start(Supplier<PreparedRequest> request) {
        if (attempts.isEnded()) {
            return;
        }
        try {
            PreparedRequest prepared = request.get();
            watch.onStart();
            if (!context.openCalls().begin(this)) {
                return;
            }
            if (attempts.isEnded()) {
                // Cancelled before the call was registered, so that nothing else removes it.
                context.openCalls().end(this);
            } else {
                attempts.start(prepared);
            }
        } catch (Throwable e) {
            interrupt(() -> e);
        }
    }

    // Implemented by subclasses, called by the loop.

    /** Handles the signals of a call that is not interrupted, or that has ended. */
    protected abstract void advance();

    /** Delivers the failure to the caller. */
    protected abstract void deliver(Throwable failure);

    /** Returns the part of a stream that has arrived; null if nothing has. */
    protected abstract @Nullable Completion partial();

    /** Describes the received part of the response, for messages. */
    protected abstract String progress(ResponseInfo begun);

    /** Called outside the loop, after a thread has left it. */
    protected void onLoopLeft() {}

    // Signals of the caller, the client and the timer, on any thread.

    /** Cancels the call on behalf of the caller. */
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
            context.callbacks().runFromTimer(attempts.expiry(passed), rejection -> {
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

    /** Ends the call with the supplied failure, unless the call has already been interrupted. */
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

    // Serial signals of the attempts.

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

    /** Runs the loop on the current thread or on the caller's executor. */
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
     * Enters the loop on the current thread, which must then call {@link #runPasses}.
     *
     * @return false if another thread is running the loop and will handle the signal
     */
    protected final boolean enterLoop() {
        return loop.signal();
    }

    /** Runs the loop on a thread that has entered it. */
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
            // Any throwable, including OutOfMemoryError: otherwise the caller would wait forever.
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
            announce(() -> result(CallResult.Outcome.CANCELLED, partial(), null));
            release();
        } else {
            fail(reason.get());
        }
    }

    /** Ends the call with a failure: notifies the listeners, then the caller, and then starts a waiting call. */
    protected final void fail(Throwable failure) {
        phase = Phase.CLOSED;
        try {
            stop();
            announce(() -> result(CallResult.Outcome.FAILED, partial(), failure));
            deliver(failure);
        } finally {
            release();
        }
    }

    /** Notifies the listeners of the result. From then on the caller, who receives it next, can start another call. */
    protected final void announce(Supplier<CallResult> result) {
        events.onEnd(result);
        attempts.releasePermit();
    }

    protected final CallResult result(
            CallResult.Outcome outcome, @Nullable Completion completion, @Nullable Throwable failure) {
        return CallEvents.result(outcome, completion, response, failure, failedAttempts());
    }

    protected final ResponseInfo begunResponse() {
        return Objects.requireNonNull(response, "response");
    }

    /** Stops the timeouts and cancels the exchange, if it has not ended. */
    private void stop() {
        watch.onEnd();
        attempts.cancel();
    }

    /** Cancels the exchange, passes the permit on, and unregisters the call. Idempotent; thread-safe. */
    protected final void release() {
        stop();
        attempts.releasePermit();
        attempts.startWaiting();
        context.openCalls().end(this);
    }

    /** Cancels the exchange now, and releases the rest on another thread than the timer's. */
    protected final void releaseFromTimer() {
        stop();
        context.callbacks().resume(this::release);
    }
}
