package dev.completions4j.core.attempt;

import dev.completions4j.CompletionsClientException;
import dev.completions4j.FailedAttempt;
import dev.completions4j.QueueFullException;
import dev.completions4j.ResponseInfo;
import dev.completions4j.Scheduler;
import dev.completions4j.core.event.CallEvents;
import dev.completions4j.core.request.PreparedRequest;
import dev.completions4j.core.server.Server;
import dev.completions4j.transport.Exchange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Takes a call's request to a response: waits for a permit, makes an attempt, and another one when that failed and the
 * failure will pass.
 *
 * <p>To the call it is the exchange, from before the first attempt to the end of the last. Safe for use by any thread.
 */
public final class CallAttempts implements Exchange, Permits.Waiter {

    private final Dispatcher dispatcher;
    private final CallTerms terms;
    private final OpenCall call;
    private final Retries retries;
    private final List<Server> tried = new ArrayList<>(1);

    private volatile boolean ended;
    private volatile List<FailedAttempt> failedAttempts = List.of();

    /** The exchange whose response is a success; null before there is one. */
    private volatile @Nullable Exchange answering;

    // Guarded by this.
    private boolean holdsPermit;
    private long demand;

    /** Null once there is a response, which may go on for long. */
    private @Nullable PreparedRequest request;

    private @Nullable Attempt current;
    private Scheduler.@Nullable Task backOff;

    public CallAttempts(Dispatcher dispatcher, PreparedRequest request, CallTerms terms, OpenCall call) {
        this.dispatcher = dispatcher;
        this.request = request;
        this.terms = terms;
        this.call = call;
        Integer maxAttempts = terms.maxAttempts();
        this.retries = new Retries(dispatcher, maxAttempts == null ? dispatcher.maxAttempts() : maxAttempts);
    }

    /** Begins. */
    public void start() {
        call.onStart(this);
        if (ended) {
            return;
        }
        try {
            dispatcher.permits().acquire(this);
        } catch (QueueFullException e) {
            giveUp(e);
        }
    }

    /** Those before the one that is under way. */
    public List<FailedAttempt> failedAttempts() {
        return failedAttempts;
    }

    /** Ends the attempt that is under way because no head came in time; no-op if one did. */
    public void expire(CompletionsClientException failure) {
        Attempt late;
        synchronized (this) {
            late = current;
        }
        if (late != null && late.expire()) {
            onFailed(late, failure);
        }
    }

    @Override
    public void request(long chunks) {
        Exchange exchange = answering;
        if (exchange != null || (exchange = answeringUnlessNoted(chunks)) != null) {
            exchange.request(chunks);
        }
    }

    /** Keeps the demand for the response to come; if there is one already, returns its exchange instead. */
    private synchronized @Nullable Exchange answeringUnlessNoted(long chunks) {
        if (answering == null) {
            demand = demand + chunks < 0 ? Long.MAX_VALUE : demand + chunks;
        }
        return answering;
    }

    @Override
    public void cancel() {
        Attempt under;
        Scheduler.Task wait;
        boolean queued;
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            under = current;
            wait = backOff;
            queued = !holdsPermit;
        }
        if (under != null) {
            under.cancel();
        }
        if (wait != null) {
            wait.cancel();
        }
        if (queued) {
            dispatcher.permits().forget(this);
        }
        release();
    }

    @Override
    public void onQueued() {
        terms.events().onQueued();
    }

    @Override
    public void onPermit() {
        boolean wanted;
        synchronized (this) {
            wanted = !ended;
            holdsPermit = wanted;
        }
        if (wanted) {
            attempt();
        } else {
            dispatcher.permits().release();
        }
    }

    private void attempt() {
        Server server = dispatcher.servers().choose(terms.affinity(), tried);
        Attempt next;
        synchronized (this) {
            if (ended) {
                return;
            }
            next = new Attempt(dispatcher, Objects.requireNonNull(request), server, this);
            backOff = null;
            current = next;
        }
        next.start();
    }

    private void giveUp(CompletionsClientException failure) {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
        }
        release();
        call.onFailed(failure);
    }

    private void release() {
        synchronized (this) {
            if (!holdsPermit) {
                return;
            }
            holdsPermit = false;
        }
        dispatcher.permits().release();
    }

    // What an attempt tells, and asks.

    OpenCall call() {
        return call;
    }

    CallEvents events() {
        return terms.events();
    }

    Failures failures() {
        return terms.failures();
    }

    void onSending(Attempt attempt) {
        call.onSending();
        terms.events().onAttempt(failedAttempts.size() + 1, attempt.server().baseUrl());
    }

    void onResponse(Exchange exchange, ResponseInfo response) {
        long noted;
        synchronized (this) {
            answering = exchange;
            noted = demand;
            demand = 0;
            request = null;
        }
        call.onResponse(response);
        if (noted > 0) {
            exchange.request(noted);
        }
    }

    /** The response has ended. */
    void onEnd() {
        ended = true;
        release();
    }

    void onFailed(Attempt attempt, CompletionsClientException failure) {
        Duration delay = retries.delayAfter(attempt, failure, call.nanosLeft());
        if (delay == null) {
            giveUp(failure);
            return;
        }
        FailedAttempt failed = new FailedAttempt(attempt.server().baseUrl(), failure, delay);
        tried.add(attempt.server());
        List<FailedAttempt> all = new ArrayList<>(failedAttempts);
        all.add(failed);
        failedAttempts = List.copyOf(all);
        call.onBackOff();
        terms.events().onRetry(failed);
        if (delay.isZero()) {
            attempt();
        } else {
            attemptAfter(delay);
        }
    }

    private void attemptAfter(Duration delay) {
        Scheduler.Task wait =
                dispatcher.scheduler().schedule(() -> dispatcher.callbacks().resume(this::attempt), delay);
        boolean wanted;
        synchronized (this) {
            wanted = !ended;
            backOff = wanted ? wait : null;
        }
        if (!wanted) {
            wait.cancel();
        }
    }
}
