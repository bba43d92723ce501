// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.attempt;

import dev.completions4j.CompletionsClientException;
import dev.completions4j.FailedAttempt;
import dev.completions4j.QueueFullException;
import dev.completions4j.ResponseInfo;
import dev.completions4j.core.internal.request.PreparedRequest;
import dev.completions4j.core.internal.server.Server;
import dev.completions4j.spi.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Obtains a response to a call's request: waits for a permit, makes an attempt, and retries after transient failures.
 *
 * <p>The permit is released before the call delivers its result, so that the caller can start the next call then. Waiting
 * calls start after the delivery, so that they cannot delay it; but where a callback may block, the first one before.
 * Thread-safe.
 */
public final class CallAttempts implements ConcurrencyLimiter.Waiter {

    /**
     * The phases of a call's attempts. A call never returns to an earlier phase.
     *
     * <table>
     * <caption>Phases</caption>
     * <tr><th>phase</th><th>holds a permit</th><th>activity</th><th>followed by</th></tr>
     * <tr><td>{@code NEW}</td><td>no</td><td>none yet</td><td>WAITING, OVER</td></tr>
     * <tr><td>{@code WAITING}</td><td>no</td><td>waits for a permit</td><td>TRYING, OVER</td></tr>
     * <tr><td>{@code TRYING}</td><td>yes</td><td>an attempt, or the back-off before the next one</td><td>ANSWERED,
     *     OVER</td></tr>
     * <tr><td>{@code ANSWERED}</td><td>until {@link #releasePermit}</td><td>the response is received</td>
     *     <td>OVER</td></tr>
     * <tr><td>{@code OVER}</td><td>until {@link #releasePermit}</td><td>none</td><td></td></tr>
     * </table>
     */
    private enum Phase {
        NEW,
        WAITING,
        TRYING,
        ANSWERED,
        OVER
    }

    private final ClientRuntime runtime;
    private final CallTerms terms;
    private final OpenCall call;
    private List<Server> tried = List.of();

    /** Changed under the lock. */
    private volatile Phase phase = Phase.NEW;

    /** Guarded by this. */
    private boolean holdsPermit;

    private volatile List<FailedAttempt> failedAttempts = List.of();

    /** Null once a response has begun, because that may take long. Guarded by this. */
    private @Nullable PreparedRequest request;

    /** The latest attempt; null before the first. Changed under the lock. */
    private volatile @Nullable Attempt current;

    /** Guarded by this. */
    private Scheduler.@Nullable Task backOff;

    /** Null before the first failure. Accessed by one attempt at a time. */
    private @Nullable Retries retries;

    public CallAttempts(ClientRuntime runtime, CallTerms terms, OpenCall call) {
        this.runtime = runtime;
        this.terms = terms;
        this.call = call;
    }

    /** Starts sending the request; no-op after {@link #cancel}. */
    public void start(PreparedRequest toSend) {
        synchronized (this) {
            if (phase != Phase.NEW) {
                return;
            }
            phase = Phase.WAITING;
            request = toSend;
        }
        try {
            runtime.permits().acquire(this);
        } catch (QueueFullException e) {
            if (move(Phase.WAITING, Phase.OVER)) {
                call.onFailed(e);
            }
        }
    }

    private synchronized boolean move(Phase from, Phase to) {
        if (phase != from) {
            return false;
        }
        phase = to;
        return true;
    }

    /** Returns the failed attempts before the current one. */
    public List<FailedAttempt> failedAttempts() {
        return failedAttempts;
    }

    /** Returns whether no exchange is in progress and none will follow. */
    public boolean isEnded() {
        return phase == Phase.OVER;
    }

    /**
     * Returns an action that ends the current attempt because its response headers did not arrive in time. The action
     * does nothing if they have arrived, or if another attempt has begun before it runs.
     */
    public Runnable expiry(CompletionsClientException failure) {
        Attempt late = current;
        return () -> {
            if (late != null) {
                late.expire(failure);
            }
        };
    }

    /** Requests further chunks of the response body; no-op unless a response is being received. */
    public void request(long chunks) {
        Attempt answered = phase == Phase.ANSWERED ? current : null;
        if (answered != null) {
            answered.request(chunks);
        }
    }

    /** Cancels the current attempt; no signal begins after that. No-op after the end. */
    public void cancel() {
        Attempt attempt;
        Scheduler.Task wait;
        boolean queued;
        synchronized (this) {
            if (isEnded()) {
                return;
            }
            queued = phase == Phase.WAITING;
            phase = Phase.OVER;
            attempt = current;
            wait = backOff;
        }
        if (attempt != null) {
            attempt.cancel();
        }
        if (wait != null) {
            wait.cancel();
        }
        if (queued) {
            runtime.permits().forget(this);
        }
    }

    /**
     * Releases the permit. To be called before the result is delivered, and followed by {@link #startWaiting}. Idempotent.
     */
    public void releasePermit() {
        boolean held;
        synchronized (this) {
            held = holdsPermit;
            holdsPermit = false;
        }
        if (held) {
            runtime.permits().release();
            if (runtime.callbacks().mayBlock()) {
                // A callback may wait even for the call that waits for this permit; others would delay the delivery.
                runtime.callbacks().beforeDelivery(runtime.permits()::handOnOne);
            }
        }
    }

    /** Starts calls that wait for a released permit. Idempotent. */
    public void startWaiting() {
        runtime.permits().handOn();
    }

    @Override
    public void onQueued() {
        terms.events().onQueued();
    }

    @Override
    public boolean takePermit() {
        synchronized (this) {
            holdsPermit = move(Phase.WAITING, Phase.TRYING);
            if (!holdsPermit) {
                return false;
            }
        }
        attempt();
        return true;
    }

    private void attempt() {
        try {
            Server server = runtime.servers().choose(terms.affinity(), tried);
            Attempt next;
            synchronized (this) {
                if (phase != Phase.TRYING) {
                    return;
                }
                next = new Attempt(runtime, Objects.requireNonNull(request), server, this);
                backOff = null;
                current = next;
            }
            next.start();
        } catch (Throwable e) {
            giveUp(e);
        }
    }

    /** Cancels the current attempt, unless it has ended, and ends the call with a failure. */
    void giveUp(Throwable failure) {
        try {
            cancel();
        } finally {
            call.onFailed(failure);
        }
    }

    // Called by the attempts.

    OpenCall call() {
        return call;
    }

    CallTerms terms() {
        return terms;
    }

    void onSending(Attempt attempt) {
        terms.watch().onSending();
        terms.events().onAttempt(failedAttempts.size() + 1, attempt.server().baseUrl());
    }

    void onResponse(ResponseInfo response) {
        synchronized (this) {
            if (phase != Phase.TRYING) {
                return;
            }
            phase = Phase.ANSWERED;
            request = null;
        }
        terms.watch().onResponseHeaders();
        call.onResponse(response);
    }

    /** Called when the response has ended, before the call receives its last signal. */
    void onResponseEnd() {
        move(Phase.ANSWERED, Phase.OVER);
    }

    void onFailed(Attempt attempt, CompletionsClientException failure) {
        if (retries == null) {
            Integer maxAttempts = terms.maxAttempts();
            retries = new Retries(runtime, maxAttempts == null ? runtime.maxAttempts() : maxAttempts);
        }
        Duration delay = retries.delayAfter(
                attempt.server(), attempt.key(), failure, terms.watch().nanosLeft());
        if (delay == null) {
            giveUp(failure);
            return;
        }
        FailedAttempt failed = new FailedAttempt(attempt.server().baseUrl(), failure, delay);
        tried = with(attempt.server(), tried);
        failedAttempts = with(failed, failedAttempts);
        terms.watch().onAttemptFailed();
        terms.events().onRetry(failed);
        if (delay.isZero()) {
            attempt();
        } else {
            attemptAfter(delay);
        }
    }

    private static <T> List<T> with(T last, List<T> list) {
        List<T> all = new ArrayList<>(list);
        all.add(last);
        return List.copyOf(all);
    }

    private void attemptAfter(Duration delay) {
        Scheduler.Task wait =
                runtime.scheduler().schedule(() -> runtime.callbacks().resume(this::attempt), delay);
        boolean wanted;
        synchronized (this) {
            wanted = !isEnded();
            backOff = wanted ? wait : null;
        }
        if (!wanted) {
            wait.cancel();
        }
    }
}
