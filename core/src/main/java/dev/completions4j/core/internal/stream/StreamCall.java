// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.stream;

import dev.completions4j.Completion;
import dev.completions4j.CompletionChunk;
import dev.completions4j.ResponseInfo;
import dev.completions4j.core.internal.call.ActiveCall;
import dev.completions4j.core.internal.call.CallContext;
import dev.completions4j.core.internal.concurrent.UserCode;
import dev.completions4j.core.internal.observe.CallEvents;
import dev.completions4j.core.internal.request.PreparedRequest;
import dev.completions4j.core.internal.response.StreamDecoders;
import dev.completions4j.observe.CallResult;
import dev.completions4j.transport.TransportException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A subscription to a streamed completion: connects the exchange with the server to the subscriber.
 *
 * <p>Chunks are decoded one at a time, each after the previous one has been delivered. No more data is requested from
 * the transport until every event that has arrived is consumed.
 */
final class StreamCall extends ActiveCall implements Flow.Subscription {

    private static final long NEVER = Long.MIN_VALUE;

    private final StreamDecoders decoders;
    private final String callbackName;
    private final Demand demand = new Demand();
    private final BodyInput input;

    /** Time at which an I/O thread entered the loop, for reports of slow callbacks; {@link #NEVER} if none is in it. */
    private volatile long enteredAt = NEVER;

    // Accessed by the loop only.
    private Flow.@Nullable Subscriber<? super CompletionChunk> subscriber;
    private @Nullable ChunkSource source;
    private @Nullable CompletionChunk lookahead;
    private @Nullable Linger linger;
    private boolean consumerWaits;
    private int chunks;

    /** @param subscriber receives the chunks; named in warnings if it is slow */
    StreamCall(
            Flow.Subscriber<? super CompletionChunk> subscriber,
            StreamDecoders decoders,
            InputPool inputs,
            CallEvents events,
            CallContext context) {
        super(events, context);
        this.subscriber = subscriber;
        this.callbackName = NamedCallback.of(subscriber);
        this.decoders = decoders;
        this.input = new BodyInput(inputs);
    }

    /** Calls {@code onSubscribe}, then sends the supplied request. */
    void subscribe(Supplier<PreparedRequest> request) {
        try {
            Objects.requireNonNull(subscriber, "subscriber").onSubscribe(this);
        } catch (Throwable e) {
            subscriberThrew(e);
        }
        start(request);
    }

    /** Returns the part that has arrived; null if nothing has. To be called from the subscriber's methods only. */
    @Nullable Completion completion() {
        return source == null ? null : source.completion();
    }

    // Signals of the subscriber and the timer, on any thread.

    @Override
    public void request(long count) {
        if (count > 0) {
            demand.add(count);
            signal();
        } else {
            interrupt(() -> new IllegalArgumentException(
                    "request(" + count + "): the number must be positive (Reactive Streams, rule 3.9)"));
        }
    }

    @Override
    public void cancel() {
        abort();
    }

    @Override
    public void onLook() {
        long since = enteredAt;
        if (since != NEVER) {
            context().slowCallbacks().note(callbackName, context().scheduler().nanoTime() - since);
        }
    }

    // Serial signals of the attempts.

    @Override
    public void onResponse(ResponseInfo begun) {
        super.onResponse(begun);
        signalFromIoThread();
    }

    @Override
    public void onData(ByteBuffer chunk) {
        long now = context().scheduler().nanoTime();
        watch().onBytes(now);
        if (context().callbacks().isDirect() && enterLoop()) {
            input.fill(chunk);
            runLoopOnIoThread(now);
        } else {
            input.handOver(chunk);
            signalFromIoThread();
        }
    }

    @Override
    public void onComplete() {
        input.complete();
        signalFromIoThread();
    }

    @Override
    public void onCut(TransportException failure) {
        input.cut(failure);
        signalFromIoThread();
    }

    private void signalFromIoThread() {
        if (!context().callbacks().isDirect()) {
            signal();
        } else if (enterLoop()) {
            runLoopOnIoThread(context().scheduler().nanoTime());
        }
    }

    private void runLoopOnIoThread(long now) {
        enteredAt = now;
        runPasses();
        enteredAt = NEVER;
        long after = context().scheduler().nanoTime();
        context().slowCallbacks().note(callbackName, after - now);
        requestWanted(after);
    }

    // The loop.

    @Override
    protected void onLoopLeft() {
        requestWanted(context().scheduler().nanoTime());
    }

    /** Requests data outside the loop, since a transport may deliver it before it returns. */
    private void requestWanted(long now) {
        if (input.takeWanted()) {
            watch().onWaiting(now);
            attempts().request(1);
        }
    }

    @Override
    protected void advance() {
        input.takeHandedOver();
        switch (phase()) {
            case OPEN -> deliverChunks();
            case LINGERING -> dropRest();
            case CLOSED -> drop();
        }
        noteDemand();
        requestData();
        input.giveBack();
        restSource();
    }

    private void restSource() {
        if (source != null) {
            source.rest();
        }
    }

    private void deliverChunks() {
        int before = chunks;
        Flow.Subscriber<? super CompletionChunk> current = Objects.requireNonNull(subscriber, "subscriber");
        while (!isInterrupted()) {
            CompletionChunk next = takeNext();
            if (next == null) {
                if (source != null && source.isDone()) {
                    complete(current);
                }
                break;
            }
            if (demand.isEmpty()) {
                lookahead = next;
                break;
            }
            // The subscriber may have requested this chunk since the last pass.
            noteDemand();
            emit(next, current);
        }
        if (chunks > before) {
            watch().onChunk();
        }
    }

    /** Returns the next chunk; clears {@link #lookahead} only if it is set, since a write of a reference is not cheap. */
    private @Nullable CompletionChunk takeNext() {
        CompletionChunk ahead = lookahead;
        if (ahead == null) {
            return nextChunk();
        }
        lookahead = null;
        return ahead;
    }

    /** Returns the next chunk of the received data; null if none is complete, or at the end of the stream. */
    private @Nullable CompletionChunk nextChunk() {
        BodyInput.End end = input.end();
        input.takeHandedOver();
        ChunkSource current = source();
        if (current == null || current.isDone()) {
            return null;
        }
        CompletionChunk chunk = input.bytes().hasRemaining() ? current.next(input.bytes()) : null;
        if (chunk == null && end != null && !current.isDone()) {
            if (end.cut() != null) {
                throw current.cut(end.cut());
            }
            chunk = current.end(input.bytes());
        }
        if (chunk != null) {
            chunks++;
            events().onChunk();
        }
        return chunk;
    }

    private @Nullable ChunkSource source() {
        ResponseInfo info = response();
        if (source == null && info != null) {
            source = ChunkSources.of(
                    info, decoders, context().failures(), context().responseLimits());
        }
        return source;
    }

    private void emit(CompletionChunk chunk, Flow.Subscriber<? super CompletionChunk> current) {
        demand.takeOne();
        try {
            current.onNext(chunk);
        } catch (Throwable e) {
            subscriberThrew(e);
        }
    }

    private void complete(Flow.Subscriber<? super CompletionChunk> current) {
        watch().onEnd();
        announce(() -> result(CallResult.Outcome.COMPLETED, completion(), null));
        moveTo(Phase.LINGERING);
        try {
            current.onComplete();
        } catch (Throwable e) {
            subscriberThrew(e);
        }
        attempts().startWaiting();
        // Not before, since the time that the subscriber takes is not the server's.
        if (!attempts().isEnded()) {
            linger = new Linger(context().scheduler(), this::releaseFromTimer);
        }
        forget();
        dropRest();
    }

    /**
     * Discards further data after the end of the stream, until the body ends or exceeds the limits of {@link Linger}.
     */
    private void dropRest() {
        int dropped = input.drop();
        if (attempts().isEnded() || (linger != null && !linger.allows(dropped))) {
            moveTo(Phase.CLOSED);
            release();
            drop();
        }
    }

    private void drop() {
        input.drop();
        forget();
        if (linger != null) {
            linger.end();
            linger = null;
        }
    }

    @Override
    protected void deliver(Throwable failure) {
        Flow.Subscriber<? super CompletionChunk> current = Objects.requireNonNull(subscriber, "subscriber");
        input.drop();
        try {
            current.onError(failure);
        } catch (Throwable e) {
            subscriberThrew(e);
        }
        forget();
    }

    @Override
    protected @Nullable Completion partial() {
        return completion();
    }

    @Override
    protected String progress(ResponseInfo begun) {
        return begun.protocol() + " " + begun.status() + " and " + chunks + " chunks";
    }

    /**
     * Drops the reference to the subscriber, since the caller may keep the subscription (Reactive Streams, rule 3.13).
     */
    private void forget() {
        subscriber = null;
        restSource();
        source = null;
        lookahead = null;
    }

    private void noteDemand() {
        boolean waits = !demand.isEmpty();
        if (waits != consumerWaits) {
            consumerWaits = waits;
            if (waits) {
                watch().onDemand();
            } else {
                watch().onNoDemand();
            }
        }
    }

    private void requestData() {
        if (attempts().isEnded() || response() == null || lookahead != null) {
            return;
        }
        if (phase() == Phase.LINGERING || !demand.isEmpty() || (source != null && source.isEager())) {
            input.want();
        }
    }

    /**
     * Cancels the subscription (Reactive Streams, rule 2.13) and passes the error to the uncaught exception handler.
     */
    private void subscriberThrew(Throwable error) {
        cancel();
        Thread thread = Thread.currentThread();
        Thread.UncaughtExceptionHandler handler = thread.getUncaughtExceptionHandler();
        UserCode.run(handler, "the stream is cancelled", () -> handler.uncaughtException(thread, error));
    }
}
