package dev.completions4j.core.call;

import dev.completions4j.CallResult;
import dev.completions4j.CallbackRejectedException;
import dev.completions4j.ClientClosedException;
import dev.completions4j.Completion;
import dev.completions4j.CompletionsClientException;
import dev.completions4j.Deadline;
import dev.completions4j.DeadlineExceededException;
import dev.completions4j.FailedAttempt;
import dev.completions4j.NetworkException;
import dev.completions4j.ResponseInfo;
import dev.completions4j.core.attempt.BodyBuffer;
import dev.completions4j.core.attempt.CallAttempts;
import dev.completions4j.core.attempt.OpenCall;
import dev.completions4j.core.deadline.DeadlineWatch;
import dev.completions4j.core.event.CallEvents;
import dev.completions4j.core.request.PreparedRequest;
import dev.completions4j.transport.TransportException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A call whose answer comes as a whole. */
public final class UnaryCall<T> implements OpenCall, DeadlineWatch.Listener {

    private final CallContext context;
    private final ExpectedAnswer<T> expected;
    private final CallEvents events;
    private final CallFuture<T> future = new CallFuture<>(this::abort);
    private final DeadlineWatch watch;
    private final BodyBuffer body;

    private volatile boolean aborted;
    private volatile @Nullable CallAttempts attempts;
    private volatile @Nullable ResponseInfo response;

    private UnaryCall(ExpectedAnswer<T> expected, CallEvents events, CallContext context) {
        this.expected = expected;
        this.events = events;
        this.context = context;
        this.body = context.responseLimits().newBodyBuffer();
        this.watch = new DeadlineWatch(context.limits(), context.scheduler(), this);
    }

    /** Sends the request that the supplier makes. */
    public static <T> CompletableFuture<T> start(
            Supplier<PreparedRequest> request, ExpectedAnswer<T> expected, CallEvents events, CallContext context) {
        UnaryCall<T> call = new UnaryCall<>(expected, events, context);
        try {
            PreparedRequest prepared = request.get();
            call.watch.onStart();
            context.send(prepared, events, call);
        } catch (RuntimeException e) {
            call.end(() -> call.fail(e));
        }
        return call.future;
    }

    private void abort() {
        stop();
        context.openCalls().end(this);
        events.onEnd(() -> result(CallResult.Outcome.CANCELLED, null, null));
    }

    /** Ends the exchange, whose handler this is no longer. */
    private void stop() {
        aborted = true;
        watch.onEnd();
        CallAttempts current = attempts;
        if (current != null) {
            current.cancel();
        }
    }

    @Override
    public void onStart(CallAttempts attempts) {
        this.attempts = attempts;
        if (aborted) {
            attempts.cancel();
        } else {
            attempts.request(Long.MAX_VALUE);
        }
    }

    @Override
    public void onSending() {
        watch.onSending();
    }

    @Override
    public void onBackOff() {
        watch.onBackOff();
    }

    @Override
    public long nanosLeft() {
        return watch.nanosLeft();
    }

    @Override
    public void onResponse(ResponseInfo response) {
        this.response = response;
        watch.onHead();
        watch.onWaiting(context.scheduler().nanoTime());
    }

    @Override
    public void onData(ByteBuffer chunk) {
        try {
            if (body.append(chunk)) {
                watch.onWaiting(context.scheduler().nanoTime());
            } else {
                stop();
                deliver(this::finish);
            }
        } catch (Throwable e) {
            stop();
            deliver(() -> fail(e));
        }
    }

    @Override
    public void onComplete() {
        watch.onEnd();
        deliver(this::finish);
    }

    @Override
    public void onCut(TransportException failure) {
        onFailed(new NetworkException(failure, response, null, failedAttempts()));
    }

    @Override
    public void onFailed(CompletionsClientException failure) {
        watch.onEnd();
        deliver(() -> fail(failure));
    }

    @Override
    public void onClientClosed() {
        stop();
        deliver(() -> fail(new ClientClosedException(response, null, failedAttempts())));
    }

    @Override
    public void onLook() {
        // A future's dependents are watched when they have run.
    }

    @Override
    public void onPassed(Deadline deadline, Duration limit) {
        ResponseInfo info = response;
        String arrived = info == null ? "nothing" : info.protocol() + " " + info.status();
        DeadlineExceededException passed =
                new DeadlineExceededException(deadline, limit, arrived, info, null, failedAttempts());
        CallAttempts current = attempts;
        if (deadline == Deadline.HEAD && current != null) {
            context.callbacks().runFromTimer(() -> current.expire(passed), this::rejected);
        } else {
            stop();
            context.callbacks().runFromTimer(() -> end(() -> fail(passed)), this::rejected);
        }
    }

    private List<FailedAttempt> failedAttempts() {
        CallAttempts current = attempts;
        return current == null ? List.of() : current.failedAttempts();
    }

    private void rejected(RejectedExecutionException rejection) {
        stop();
        fail(new CallbackRejectedException(rejection, response, null, failedAttempts()));
    }

    /** Ends the call on an I/O thread, or wherever the caller wants it instead. */
    private void deliver(Runnable outcome) {
        context.callbacks().run(() -> end(outcome), this::rejected);
    }

    private void end(Runnable outcome) {
        outcome.run();
        context.openCalls().end(this);
    }

    private void fail(Throwable failure) {
        events.onEnd(() -> result(CallResult.Outcome.FAILED, null, failure));
        future.fail(failure);
    }

    /** Nothing may escape: a call whose handler throws would never end. */
    private void finish() {
        T result;
        try {
            result = expected.in(body, Objects.requireNonNull(response, "response"), context.failures());
        } catch (Throwable e) {
            fail(e);
            return;
        }
        events.onEnd(() -> result(CallResult.Outcome.COMPLETED, result, null));
        long before = context.scheduler().nanoTime();
        future.succeed(result);
        if (context.callbacks().isDirect()) {
            context.slowCallbacks()
                    .note("A stage of a call's future", context.scheduler().nanoTime() - before);
        }
    }

    private CallResult result(CallResult.Outcome outcome, @Nullable T answer, @Nullable Throwable failure) {
        Completion completion = answer instanceof Completion it ? it : null;
        return CallEvents.result(outcome, completion, response, failure, failedAttempts());
    }
}
