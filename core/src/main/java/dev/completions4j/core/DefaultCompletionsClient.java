package dev.completions4j.core;

import dev.completions4j.CallOptions;
import dev.completions4j.Completion;
import dev.completions4j.CompletionAccumulator;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionStream;
import dev.completions4j.CompletionsClient;
import dev.completions4j.ModelList;
import dev.completions4j.core.call.CallContext;
import dev.completions4j.core.call.ExpectedAnswer;
import dev.completions4j.core.call.UnaryCall;
import dev.completions4j.core.chunk.CompletionDecoder;
import dev.completions4j.core.chunk.DefaultCompletionAccumulator;
import dev.completions4j.core.request.CompletionsEndpoint;
import dev.completions4j.core.stream.DefaultCompletionStream;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Starts calls. */
final class DefaultCompletionsClient implements CompletionsClient {

    private final CompletionsEndpoint endpoint;
    private final CallContexts contexts;
    private final Shutdown shutdown;

    DefaultCompletionsClient(CompletionsEndpoint endpoint, CallContexts contexts, Shutdown shutdown) {
        this.endpoint = endpoint;
        this.contexts = contexts;
        this.shutdown = shutdown;
    }

    @Override
    public CompletableFuture<Completion> complete(CompletionRequest request, CallOptions options) {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(options, "options");
        return UnaryCall.start(
                () -> endpoint.unary(request, options),
                ExpectedAnswer.completion(request),
                contexts.ofWholeAnswer(options));
    }

    @Override
    public CompletionStream stream(CompletionRequest request, CallOptions options) {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(options, "options");
        CallContext context = contexts.ofStream(options);
        return new DefaultCompletionStream(
                () -> endpoint.streamed(request, options), () -> new CompletionDecoder(request), context);
    }

    @Override
    public CompletableFuture<ModelList> models(CallOptions options) {
        Objects.requireNonNull(options, "options");
        return UnaryCall.start(
                () -> endpoint.models(options), ExpectedAnswer.models(), contexts.ofWholeAnswer(options));
    }

    @Override
    public CompletionAccumulator newAccumulator() {
        return new DefaultCompletionAccumulator();
    }

    @Override
    @SuppressWarnings("NullAway") // Javac 17 does not read the overridden @Nullable from its class file.
    public CompletableFuture<@Nullable Void> shutdown(Duration grace) {
        return shutdown.after(grace);
    }

    @Override
    public void close() {
        shutdown.now();
    }
}
