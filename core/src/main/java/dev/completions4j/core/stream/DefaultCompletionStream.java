package dev.completions4j.core.stream;

import dev.completions4j.Completion;
import dev.completions4j.CompletionChunk;
import dev.completions4j.CompletionStream;
import dev.completions4j.MalformedResponseException;
import dev.completions4j.ResponseInfo;
import dev.completions4j.core.call.Exchanges;
import dev.completions4j.core.call.Failures;
import dev.completions4j.core.chunk.CompletionDecoder;
import dev.completions4j.core.chunk.DefaultCompletionAccumulator;
import dev.completions4j.core.timer.Timer;
import dev.completions4j.transport.TransportRequest;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A stream whose every subscription is a {@link StreamCall}. */
public final class DefaultCompletionStream implements CompletionStream {

    private final Supplier<TransportRequest> request;
    private final Supplier<CompletionDecoder> decoder;
    private final Exchanges exchanges;
    private final Failures failures;
    private final Timer timer;

    /**
     * @param request makes the request of a subscription
     * @param decoder makes the decoder of its answer
     */
    public DefaultCompletionStream(
            Supplier<TransportRequest> request,
            Supplier<CompletionDecoder> decoder,
            Exchanges exchanges,
            Failures failures,
            Timer timer) {
        this.request = request;
        this.decoder = decoder;
        this.exchanges = exchanges;
        this.failures = failures;
        this.timer = timer;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super CompletionChunk> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        new StreamCall(subscriber, decoder.get(), exchanges, failures, timer).start(request);
    }

    @Override
    @SuppressWarnings("NullAway") // Javac 17 does not read the overridden @Nullable from its class file.
    public CompletableFuture<@Nullable Void> forEach(Consumer<? super CompletionChunk> action) {
        FutureSubscriber<@Nullable Void> subscriber = new FutureSubscriber<>(action, () -> null);
        subscribe(subscriber);
        return subscriber.future();
    }

    @Override
    public CompletableFuture<Completion> collect() {
        DefaultCompletionAccumulator accumulator = new DefaultCompletionAccumulator();
        FutureSubscriber<Completion> subscriber = new FutureSubscriber<>(accumulator::add, () -> whole(accumulator));
        subscribe(subscriber);
        return subscriber.future();
    }

    private static Completion whole(DefaultCompletionAccumulator accumulator) {
        Completion completion = accumulator.snapshot();
        if (completion == null) {
            throw new MalformedResponseException(
                    "The stream ended before any chunk", null, ResponseInfo.unknown(), null);
        }
        return completion;
    }
}
