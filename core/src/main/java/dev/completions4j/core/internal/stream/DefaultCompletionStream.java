// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.stream;

import dev.completions4j.Completion;
import dev.completions4j.CompletionChunk;
import dev.completions4j.core.internal.call.CallContext;
import dev.completions4j.core.internal.observe.CallEvents;
import dev.completions4j.core.internal.request.PreparedRequest;
import dev.completions4j.core.internal.response.StreamDecoders;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Supplier;

/** A cold stream; each subscription is a {@link StreamCall}. */
public final class DefaultCompletionStream extends ViewedStream {

    private final Supplier<PreparedRequest> request;
    private final Supplier<StreamDecoders> decoders;
    private final InputPool inputs;
    private final Supplier<CallEvents> events;
    private final CallContext context;

    /**
     * @param request supplies the request of a subscription
     * @param decoders supplies the decoders of its response
     * @param inputs that of the client
     * @param events supplies its event notifier
     */
    public DefaultCompletionStream(
            Supplier<PreparedRequest> request,
            Supplier<StreamDecoders> decoders,
            InputPool inputs,
            Supplier<CallEvents> events,
            CallContext context) {
        super(context.guard());
        this.request = request;
        this.decoders = decoders;
        this.inputs = inputs;
        this.events = events;
        this.context = context;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super CompletionChunk> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        new StreamCall(subscriber, decoders.get(), inputs, events.get(), context).subscribe(request);
    }

    @Override
    public CompletableFuture<Completion> collect() {
        CallContext keepingAll = context.with(context.responseLimits().keepingAll());
        return new DefaultCompletionStream(request, decoders, inputs, events, keepingAll)
                .consume(chunk -> true, DefaultCompletionStream::whole, NamedCallback.ofStages("collect"));
    }

    private static Completion whole(Flow.Subscription subscription) {
        StreamCall call = (StreamCall) subscription;
        return whole(call.completion(), Objects.requireNonNull(call.response(), "response"));
    }
}
