// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.call;

import dev.completions4j.Completion;
import dev.completions4j.NetworkException;
import dev.completions4j.ResponseInfo;
import dev.completions4j.core.internal.body.BodyBuffer;
import dev.completions4j.core.internal.observe.CallEvents;
import dev.completions4j.core.internal.request.PreparedRequest;
import dev.completions4j.observe.CallResult;
import dev.completions4j.transport.TransportException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A non-streaming call. */
public final class UnaryCall<T> extends ActiveCall {

    private final ExpectedAnswer<T> expected;
    private final CallFuture<T> future;
    private final BodyBuffer body;
    private volatile boolean bodyComplete;

    private UnaryCall(ExpectedAnswer<T> expected, CallEvents events, CallContext context) {
        super(events, context);
        this.expected = expected;
        this.body = context.responseLimits().newBodyBuffer();
        this.future = new CallFuture<>(this::abort, context.guard());
    }

    /** Starts a call with the supplied request. */
    public static <T> CompletableFuture<T> start(
            Supplier<PreparedRequest> request, ExpectedAnswer<T> expected, CallEvents events, CallContext context) {
        UnaryCall<T> call = new UnaryCall<>(expected, events, context);
        call.start(request);
        return call.future;
    }

    @Override
    public void onResponse(ResponseInfo begun) {
        super.onResponse(begun);
        watch().onWaiting(context().scheduler().nanoTime());
        attempts().request(Long.MAX_VALUE);
    }

    @Override
    public void onData(ByteBuffer chunk) {
        if (body.append(chunk)) {
            watch().onWaiting(context().scheduler().nanoTime());
        } else {
            attempts().cancel();
            onComplete();
        }
    }

    @Override
    public void onComplete() {
        watch().onEnd();
        bodyComplete = true;
        signal();
    }

    @Override
    public void onCut(TransportException failure) {
        onFailed(new NetworkException(failure, response(), null, failedAttempts()));
    }

    @Override
    public void onLook() {
        // The duration of dependent stages is checked after they have run.
    }

    @Override
    protected void advance() {
        if (phase() == Phase.OPEN && bodyComplete) {
            finish();
        }
    }

    private void finish() {
        T answer = expected.in(body, begunResponse(), context().failures());
        Completion completion = answer instanceof Completion it ? it : null;
        announce(() -> result(CallResult.Outcome.COMPLETED, completion, null));
        moveTo(Phase.CLOSED);
        long before = context().scheduler().nanoTime();
        future.succeed(answer);
        if (context().callbacks().isDirect()) {
            context()
                    .slowCallbacks()
                    .note("A stage of a call's future", context().scheduler().nanoTime() - before);
        }
        release();
    }

    @Override
    protected void deliver(Throwable failure) {
        future.fail(failure);
    }

    @Override
    protected @Nullable Completion partial() {
        return null;
    }

    @Override
    protected String progress(ResponseInfo begun) {
        return begun.protocol() + " " + begun.status();
    }
}
