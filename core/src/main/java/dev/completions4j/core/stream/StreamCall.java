package dev.completions4j.core.stream;

import dev.completions4j.CallResult;
import dev.completions4j.CallbackRejectedException;
import dev.completions4j.ClientClosedException;
import dev.completions4j.Completion;
import dev.completions4j.CompletionChunk;
import dev.completions4j.CompletionsClientException;
import dev.completions4j.Deadline;
import dev.completions4j.DeadlineExceededException;
import dev.completions4j.FailedAttempt;
import dev.completions4j.ResponseInfo;
import dev.completions4j.Scheduler;
import dev.completions4j.core.attempt.CallAttempts;
import dev.completions4j.core.attempt.OpenCall;
import dev.completions4j.core.call.CallContext;
import dev.completions4j.core.chunk.CompletionDecoder;
import dev.completions4j.core.deadline.DeadlineWatch;
import dev.completions4j.core.event.CallEvents;
import dev.completions4j.core.request.PreparedRequest;
import dev.completions4j.transport.TransportException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One subscription to a streamed completion: the exchange with the server on one side, the subscriber on the other.
 *
 * <p>Every signal, from the transport, the subscriber, the timer or the client, is noted where the drain loop finds it,
 * and then the loop runs: on the thread that brought the signal, on the caller's executor, or, if a thread is in the
 * loop, on that one. So the subscriber is called serially without a lock, and a subscriber that asks for more from
 * inside its own call does not recurse.
 *
 * <p>The buffer that the transport lends is read where it is. Only what the subscriber has not asked for yet is copied,
 * and nothing more is asked of the transport until that is used up. With an executor, each buffer is copied.
 */
final class StreamCall implements Flow.Subscription, OpenCall, DeadlineWatch.Listener {

    private static final ByteBuffer NO_BYTES = ByteBuffer.allocate(0);

    /** What is read after the end so that the connection can be used again; a server that sends more is cut off. */
    private static final int LINGER_BYTES = 8 * 1024;

    private static final Duration LINGER_TIME = Duration.ofMillis(250);

    private static final long NEVER = Long.MIN_VALUE;

    private final CallContext context;
    private final CompletionDecoder decoder;
    private final String callbackName;
    private final CallEvents events;
    private final DeadlineWatch watch;
    private final Runnable loop = this::runLoop;

    // Notes for the loop.
    private final AtomicInteger signals = new AtomicInteger();
    private final AtomicLong demand = new AtomicLong();
    private volatile @Nullable CallAttempts attempts;
    private volatile @Nullable ResponseInfo response;
    private volatile @Nullable ByteBuffer handedOver;
    private volatile boolean bodyComplete;
    private volatile @Nullable TransportException cut;
    private volatile @Nullable Supplier<Throwable> interruption;
    private volatile boolean cancelled;
    private volatile boolean released;

    /** When an I/O thread entered the loop, for whoever wonders what keeps it there; {@link #NEVER} if none is in it. */
    private volatile long enteredAt = NEVER;

    // Touched inside the loop only.
    private Flow.@Nullable Subscriber<? super CompletionChunk> subscriber;
    private @Nullable ChunkSource source;
    private ByteBuffer input = NO_BYTES;
    private boolean inputIsLent;
    private boolean dataRequested;
    private boolean consumerWaits;
    private boolean atEnd;
    private boolean terminated;
    private int chunks;
    private int lingerBytes = LINGER_BYTES;
    private @Nullable CompletionChunk lookahead;
    private Scheduler.@Nullable Task lingerTimeout;

    /** @param subscriber named if it is slow */
    StreamCall(
            Flow.Subscriber<? super CompletionChunk> subscriber,
            CompletionDecoder decoder,
            CallEvents events,
            CallContext context) {
        this.subscriber = subscriber;
        this.events = events;
        this.callbackName = NamedCallback.of(subscriber);
        this.decoder = decoder;
        this.context = context;
        this.watch = new DeadlineWatch(context.limits(), context.scheduler(), this);
    }

    /** Introduces itself to the subscriber, then sends the request that the supplier makes. */
    void start(Supplier<PreparedRequest> request) {
        try {
            Objects.requireNonNull(subscriber, "subscriber").onSubscribe(this);
        } catch (Throwable e) {
            subscriberThrew(e);
        }
        if (released) {
            return;
        }
        try {
            PreparedRequest prepared = request.get();
            watch.onStart();
            context.send(prepared, events, this);
        } catch (RuntimeException e) {
            interrupt(() -> e);
        }
    }

    /** What has arrived; null if nothing has. Only for use inside the subscriber's calls. */
    @Nullable Completion completion() {
        return source == null ? null : source.completion();
    }

    /** What HTTP told; null if the response has not begun. */
    @Nullable ResponseInfo response() {
        return response;
    }

    // Signals of the subscriber, the client and the timer: on any thread.

    @Override
    public void request(long chunks) {
        if (chunks > 0) {
            demand.accumulateAndGet(chunks, StreamCall::saturatedSum);
            drain();
        } else {
            interrupt(() -> new IllegalArgumentException(
                    "request(" + chunks + "): ask for one chunk or more (Reactive Streams, rule 3.9)"));
        }
    }

    @Override
    public void cancel() {
        cancelled = true;
        release();
        drain();
    }

    @Override
    public void onClientClosed() {
        stop();
        interrupt(() -> new ClientClosedException(response, completion(), failedAttempts()));
    }

    @Override
    public void onLook() {
        long since = enteredAt;
        if (since != NEVER) {
            context.slowCallbacks().note(callbackName, context.scheduler().nanoTime() - since);
        }
    }

    @Override
    public void onPassed(Deadline deadline, Duration limit) {
        CallAttempts current = attempts;
        if (deadline == Deadline.HEAD && current != null) {
            DeadlineExceededException passed =
                    new DeadlineExceededException(deadline, limit, arrived(), null, null, failedAttempts());
            context.callbacks().runFromTimer(() -> current.expire(passed), this::onRejected);
            return;
        }
        interruption = () ->
                new DeadlineExceededException(deadline, limit, arrived(), response, completion(), failedAttempts());
        stop();
        if (signals.getAndIncrement() == 0) {
            context.callbacks().runFromTimer(loop, this::onRejected);
        }
    }

    private List<FailedAttempt> failedAttempts() {
        CallAttempts current = attempts;
        return current == null ? List.of() : current.failedAttempts();
    }

    private void onRejected(RejectedExecutionException rejection) {
        interruption = () -> new CallbackRejectedException(rejection, response, completion(), failedAttempts());
        stop();
    }

    private void interrupt(Supplier<Throwable> reason) {
        interruption = reason;
        drain();
    }

    // Signals of the attempts: serial.

    @Override
    public void onStart(CallAttempts attempts) {
        this.attempts = attempts;
        if (released) {
            attempts.cancel();
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
        drainOnIoThread();
    }

    @Override
    public void onFailed(CompletionsClientException failure) {
        interruption = () -> failure;
        drainOnIoThread();
    }

    @Override
    public void onData(ByteBuffer chunk) {
        long now = context.scheduler().nanoTime();
        watch.onBytes(now);
        if (!context.callbacks().isDirect()) {
            handOver(chunk);
        } else if (signals.getAndIncrement() == 0) {
            take(chunk);
            inputIsLent = true;
            loopOnIoThread(now);
        } else {
            // Another thread is in the loop and may stay there longer than the chunk is lent.
            handOver(chunk);
        }
    }

    private void handOver(ByteBuffer chunk) {
        try {
            handedOver = copyOf(chunk);
            drainOnIoThread();
        } catch (OutOfMemoryError e) {
            interrupt(() -> e);
        }
    }

    @Override
    public void onComplete() {
        bodyComplete = true;
        drainOnIoThread();
    }

    @Override
    public void onCut(TransportException failure) {
        cut = failure;
        drainOnIoThread();
    }

    // The loop.

    private void drain() {
        if (signals.getAndIncrement() == 0) {
            context.callbacks().run(loop, this::onRejected);
        }
    }

    private void drainOnIoThread() {
        if (signals.getAndIncrement() == 0) {
            if (context.callbacks().isDirect()) {
                loopOnIoThread(context.scheduler().nanoTime());
            } else {
                context.callbacks().run(loop, this::onRejected);
            }
        }
    }

    private void loopOnIoThread(long now) {
        enteredAt = now;
        boolean wantsData = loop();
        enteredAt = NEVER;
        long after = context.scheduler().nanoTime();
        context.slowCallbacks().note(callbackName, after - now);
        if (wantsData) {
            askForData(after);
        }
    }

    private void runLoop() {
        if (loop()) {
            askForData(context.scheduler().nanoTime());
        }
    }

    private void askForData(long now) {
        CallAttempts current = attempts;
        if (current != null) {
            watch.onWaiting(now);
            current.request(1);
        }
    }

    /** Runs until all signals are dealt with; true if the transport is to be asked for data after that. */
    private boolean loop() {
        boolean wantsData = false;
        int missed = 1;
        while (missed != 0) {
            try {
                takeHandedOver();
                if (terminated || cancelled) {
                    events.onEnd(() -> result(CallResult.Outcome.CANCELLED, null));
                    linger();
                } else {
                    deliver();
                }
                noteDemand();
                wantsData |= noteNeedOfData();
                giveBackInput();
            } catch (Throwable e) {
                // Whatever it is, memory included: a loop that breaks off would leave the subscriber waiting.
                collapse(e);
            }
            missed = signals.addAndGet(-missed);
        }
        return wantsData;
    }

    private void deliver() {
        int before = chunks;
        Flow.Subscriber<? super CompletionChunk> current = subscriber;
        while (current != null && !terminated && !cancelled) {
            Supplier<Throwable> reason = interruption;
            if (reason != null) {
                collapse(reason.get());
                return;
            }
            if (lookahead == null) {
                lookahead = nextChunk();
            }
            if (lookahead == null) {
                if (atEnd || (source != null && source.isDone())) {
                    complete(current);
                }
                break;
            }
            if (demand.get() == 0) {
                break;
            }
            emit(lookahead, current);
        }
        if (chunks > before) {
            watch.onToken();
        }
    }

    private void collapse(Throwable failure) {
        input = NO_BYTES;
        inputIsLent = false;
        Flow.Subscriber<? super CompletionChunk> current = subscriber;
        if (current != null) {
            fail(current, failure);
        } else {
            release();
        }
    }

    /** The next chunk of what has arrived; null if there is none so far, or if none can follow. */
    private @Nullable CompletionChunk nextChunk() {
        // Read before the last look for data: what the transport notes last must not hide what it noted before.
        boolean complete = bodyComplete;
        TransportException failure = cut;
        takeHandedOver();
        ChunkSource current = source();
        if (current == null) {
            return null;
        }
        if (input.hasRemaining() && !current.isDone()) {
            CompletionChunk chunk = current.next(input);
            if (chunk != null) {
                chunks++;
                events.onToken();
                return chunk;
            }
        }
        if (atEnd || current.isDone()) {
            return null;
        }
        if (failure != null) {
            throw current.cut(failure);
        }
        if (complete) {
            CompletionChunk last = current.end();
            atEnd = last == null;
            if (!atEnd) {
                chunks++;
                events.onToken();
            }
            return last;
        }
        return null;
    }

    private @Nullable ChunkSource source() {
        ResponseInfo info = response;
        if (source == null && info != null) {
            source = ChunkSources.of(info, decoder, context.failures());
        }
        return source;
    }

    private void emit(CompletionChunk chunk, Flow.Subscriber<? super CompletionChunk> current) {
        lookahead = null;
        consumerWaits = true;
        if (demand.get() != Long.MAX_VALUE) {
            demand.decrementAndGet();
        }
        try {
            current.onNext(chunk);
        } catch (Throwable e) {
            subscriberThrew(e);
        }
    }

    private void complete(Flow.Subscriber<? super CompletionChunk> current) {
        terminated = true;
        watch.onEnd();
        events.onEnd(() -> result(CallResult.Outcome.COMPLETED, null));
        if (!atEnd) {
            lingerTimeout = context.scheduler().schedule(this::release, LINGER_TIME);
        }
        try {
            current.onComplete();
        } catch (Throwable e) {
            subscriberThrew(e);
        }
        linger();
    }

    private void fail(Flow.Subscriber<? super CompletionChunk> current, Throwable failure) {
        terminated = true;
        stop();
        events.onEnd(() -> result(CallResult.Outcome.FAILED, failure));
        try {
            current.onError(failure);
        } catch (Throwable e) {
            subscriberThrew(e);
        }
        forget();
        release();
    }

    private CallResult result(CallResult.Outcome outcome, @Nullable Throwable failure) {
        return CallEvents.result(outcome, completion(), response, failure, failedAttempts());
    }

    /** After the end: drops what still comes, until the body ends or goes on for too long. */
    private void linger() {
        forget();
        lingerBytes -= input.remaining();
        input = NO_BYTES;
        inputIsLent = false;
        if (released || bodyComplete || cut != null || lingerBytes < 0) {
            if (lingerTimeout != null) {
                lingerTimeout.cancel();
            }
            release();
        }
    }

    /** The transport may keep this call for as long as its connection (Reactive Streams, rule 3.13). */
    private void forget() {
        subscriber = null;
        source = null;
        lookahead = null;
    }

    private void noteDemand() {
        boolean waits = demand.get() > 0;
        if (waits != consumerWaits) {
            consumerWaits = waits;
            if (waits) {
                watch.onDemand();
            } else {
                watch.onNoDemand();
            }
        }
    }

    /** Whether the transport is to be asked for data now: true once, until data has come. */
    private boolean noteNeedOfData() {
        if (dataRequested || released || response == null || input.hasRemaining() || lookahead != null) {
            return false;
        }
        boolean wanted = terminated || demand.get() > 0 || (source != null && source.isEager());
        dataRequested = wanted;
        return wanted;
    }

    private void take(ByteBuffer chunk) {
        dataRequested = false;
        input = chunk;
    }

    private void takeHandedOver() {
        ByteBuffer chunk = handedOver;
        if (chunk != null) {
            handedOver = null;
            take(chunk);
        }
    }

    private void giveBackInput() {
        if (inputIsLent) {
            input = input.hasRemaining() ? copyOf(input) : NO_BYTES;
            inputIsLent = false;
        }
    }

    /** Ends the exchange, if it has not ended. */
    private void stop() {
        released = true;
        watch.onEnd();
        CallAttempts current = attempts;
        if (current != null) {
            current.cancel();
        }
    }

    /** Ends the exchange, and the client's interest in this call. */
    private void release() {
        stop();
        context.openCalls().end(this);
    }

    /** Treats the subscription as cancelled (Reactive Streams, rule 2.13), and lets the error be seen. */
    private void subscriberThrew(Throwable error) {
        cancel();
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, error);
    }

    private String arrived() {
        ResponseInfo info = response;
        return info == null ? "nothing" : info.protocol() + " " + info.status() + " and " + chunks + " chunks";
    }

    private static long saturatedSum(long a, long b) {
        return a + b < 0 ? Long.MAX_VALUE : a + b;
    }

    private static ByteBuffer copyOf(ByteBuffer bytes) {
        ByteBuffer copy = ByteBuffer.allocate(bytes.remaining());
        copy.put(bytes).flip();
        return copy;
    }
}
