// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.stream;

import dev.completions4j.ChunkIterator;
import dev.completions4j.Completion;
import dev.completions4j.CompletionChunk;
import dev.completions4j.CompletionStream;
import dev.completions4j.MalformedResponseException;
import dev.completions4j.core.internal.call.CallContext;
import dev.completions4j.core.internal.observe.CallEvents;
import dev.completions4j.core.internal.request.PreparedRequest;
import dev.completions4j.core.internal.response.StreamDecoders;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A cold stream; each subscription is a {@link StreamCall}. */
public final class DefaultCompletionStream implements CompletionStream {

    private final Supplier<PreparedRequest> request;
    private final Supplier<StreamDecoders> decoders;
    private final Supplier<CallEvents> events;
    private final CallContext context;

    /**
     * @param request supplies the request of a subscription
     * @param decoders supplies the decoders of its response
     * @param events supplies its event notifier
     */
    public DefaultCompletionStream(
            Supplier<PreparedRequest> request,
            Supplier<StreamDecoders> decoders,
            Supplier<CallEvents> events,
            CallContext context) {
        this.request = request;
        this.decoders = decoders;
        this.events = events;
        this.context = context;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super CompletionChunk> subscriber) {
        start(Objects.requireNonNull(subscriber, "subscriber"));
    }

    private void start(Flow.Subscriber<? super CompletionChunk> subscriber) {
        start(subscriber, context);
    }

    private void start(Flow.Subscriber<? super CompletionChunk> subscriber, CallContext itsContext) {
        new StreamCall(subscriber, decoders.get(), events.get(), itsContext).subscribe(request);
    }

    private <T extends @Nullable Object> CompletableFuture<T> start(
            Predicate<? super CompletionChunk> wantsMore,
            Function<StreamCall, T> result,
            String callbackName,
            CallContext itsContext) {
        FutureSubscriber<T> subscriber = new FutureSubscriber<>(
                wantsMore, call -> result.apply((StreamCall) call), callbackName, itsContext.guard());
        start(subscriber, itsContext);
        return subscriber.future();
    }

    @Override
    @SuppressWarnings("NullAway") // Javac 17 does not read the overridden @Nullable from its class file.
    public CompletableFuture<@Nullable Void> forEach(Consumer<? super CompletionChunk> action) {
        Objects.requireNonNull(action, "action");
        return start(
                chunk -> {
                    action.accept(chunk);
                    return true;
                },
                call -> null,
                NamedCallback.of(action),
                context);
    }

    @Override
    public CompletableFuture<Completion> collect() {
        CallContext keepingAll = context.with(context.responseLimits().keepingAll());
        return start(chunk -> true, DefaultCompletionStream::whole, NamedCallback.ofStages("collect"), keepingAll);
    }

    private static Completion whole(StreamCall call) {
        Completion completion = call.completion();
        if (completion == null) {
            throw new MalformedResponseException(
                    "The stream ended before any chunk",
                    null,
                    Objects.requireNonNull(call.response(), "response"),
                    null);
        }
        return completion;
    }

    @Override
    public Flow.Publisher<String> texts(int index) {
        return texts -> start(new TextSubscriber(Objects.requireNonNull(texts, "subscriber"), index));
    }

    @Override
    @SuppressWarnings("NullAway") // Javac 17 does not read the overridden @Nullable from its class file.
    public CompletableFuture<@Nullable CompletionChunk> firstChunk() {
        FirstChunk first = new FirstChunk();
        return start(first, call -> first.chunk(), NamedCallback.ofStages("firstChunk"), context);
    }

    @Override
    public ChunkIterator blockingIterator() {
        BlockingChunkIterator iterator = new BlockingChunkIterator(context.guard());
        start(iterator);
        return iterator;
    }
}
