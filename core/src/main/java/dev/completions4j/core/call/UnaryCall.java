package dev.completions4j.core.call;

import dev.completions4j.ApiError;
import dev.completions4j.CallbackRejectedException;
import dev.completions4j.ClientClosedException;
import dev.completions4j.Deadline;
import dev.completions4j.DeadlineExceededException;
import dev.completions4j.NetworkException;
import dev.completions4j.ResponseInfo;
import dev.completions4j.core.chunk.MalformedJsonException;
import dev.completions4j.core.deadline.DeadlineWatch;
import dev.completions4j.transport.Exchange;
import dev.completions4j.transport.ResponseHead;
import dev.completions4j.transport.TransportException;
import dev.completions4j.transport.TransportRequest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A call whose answer comes as a whole. */
public final class UnaryCall<T> implements OpenCall, DeadlineWatch.Listener {

    private final CallContext context;
    private final ExpectedAnswer<T> expected;
    private final CallFuture<T> future = new CallFuture<>(this::abort);
    private final DeadlineWatch watch;

    private volatile boolean aborted;
    private volatile @Nullable Exchange exchange;
    private volatile @Nullable ResponseInfo response;
    private BodyBuffer body = new BodyBuffer(0);

    private UnaryCall(ExpectedAnswer<T> expected, CallContext context) {
        this.expected = expected;
        this.context = context;
        this.watch = new DeadlineWatch(context.limits(), context.scheduler(), this);
    }

    /** Sends the request that the supplier makes. */
    public static <T> CompletableFuture<T> start(
            Supplier<TransportRequest> request, ExpectedAnswer<T> expected, CallContext context) {
        UnaryCall<T> call = new UnaryCall<>(expected, context);
        try {
            TransportRequest encoded = request.get();
            call.watch.onStart();
            context.exchanges().send(encoded, call);
        } catch (RuntimeException e) {
            call.end(() -> call.future.fail(e));
        }
        return call.future;
    }

    private void abort() {
        stop();
        context.exchanges().ended(this);
    }

    /** Ends the exchange, whose handler this is no longer. */
    private void stop() {
        aborted = true;
        watch.onEnd();
        Exchange current = exchange;
        if (current != null) {
            current.cancel();
        }
    }

    @Override
    public void onStart(Exchange exchange) {
        this.exchange = exchange;
        if (aborted) {
            exchange.cancel();
        } else {
            exchange.request(Long.MAX_VALUE);
        }
    }

    @Override
    public void onHead(ResponseHead head) {
        ResponseInfo info = new ResponseInfo(head.status(), head.protocol(), head.headers(), 1);
        response = info;
        body = new BodyBuffer(info.isSuccess() ? Limits.JSON_BODY : Limits.ERROR_BODY);
        watch.onHead();
        watch.onWaiting();
    }

    @Override
    public void onData(ByteBuffer chunk) {
        try {
            if (body.append(chunk)) {
                watch.onWaiting();
            } else {
                stop();
                deliver(this::finish);
            }
        } catch (Throwable e) {
            stop();
            deliver(() -> future.fail(e));
        }
    }

    @Override
    public void onComplete() {
        watch.onEnd();
        deliver(this::finish);
    }

    @Override
    public void onFailure(TransportException failure) {
        watch.onEnd();
        ResponseInfo info = response;
        // The status of an error says more than the cut of its body.
        RuntimeException reported = info == null || info.isSuccess()
                ? new NetworkException(failure, info, null)
                : context.failures().errorStatus(info, body);
        deliver(() -> future.fail(reported));
    }

    @Override
    public void onClientClosed() {
        stop();
        context.callbacks()
                .run(() -> end(() -> future.fail(new ClientClosedException(response, null))), this::rejected);
    }

    @Override
    public void onLook() {
        // A future's dependents are watched when they have run.
    }

    @Override
    public void onPassed(Deadline deadline, Duration limit) {
        stop();
        ResponseInfo info = response;
        String arrived = info == null ? "nothing" : info.protocol() + " " + info.status();
        DeadlineExceededException passed = new DeadlineExceededException(deadline, limit, arrived, info, null);
        context.callbacks().runFromTimer(() -> end(() -> future.fail(passed)), this::rejected);
    }

    private void rejected(RejectedExecutionException rejection) {
        stop();
        future.fail(new CallbackRejectedException(rejection, response, null));
    }

    /** Ends the call on an I/O thread, or wherever the caller wants it instead. */
    private void deliver(Runnable outcome) {
        context.callbacks().run(() -> end(outcome), this::rejected);
    }

    private void end(Runnable outcome) {
        outcome.run();
        context.exchanges().ended(this);
    }

    /** Nothing may escape: a call whose handler throws would never end. */
    private void finish() {
        T result;
        try {
            result = result();
        } catch (Throwable e) {
            future.fail(e);
            return;
        }
        long before = context.scheduler().nanoTime();
        future.succeed(result);
        if (context.callbacks().isDirect()) {
            context.slowCallbacks()
                    .note("A stage of a call's future", context.scheduler().nanoTime() - before);
        }
    }

    private T result() {
        ResponseInfo info = Objects.requireNonNull(response, "response");
        if (!info.isSuccess()) {
            throw context.failures().errorStatus(info, body);
        }
        if (body.overflowed()) {
            throw malformed("The body has more than " + Limits.JSON_BODY + " bytes", info);
        }
        try {
            ApiError error = expected.reader().read(body.bytes(), body.length());
            if (error != null) {
                throw context.failures().api(error, info, null);
            }
        } catch (MalformedJsonException e) {
            throw malformed("The body is not " + expected.name() + ". " + e.getMessage(), info);
        }
        return expected.result().apply(info);
    }

    private RuntimeException malformed(String problem, ResponseInfo info) {
        return context.failures().malformed(problem, body.bytes(), body.length(), info, null);
    }
}
