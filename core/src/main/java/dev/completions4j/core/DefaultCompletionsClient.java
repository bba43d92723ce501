package dev.completions4j.core;

import dev.completions4j.CallOptions;
import dev.completions4j.Completion;
import dev.completions4j.CompletionAccumulator;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionStream;
import dev.completions4j.CompletionsClient;
import dev.completions4j.ModelList;
import dev.completions4j.core.call.Exchanges;
import dev.completions4j.core.call.ExpectedAnswer;
import dev.completions4j.core.call.Failures;
import dev.completions4j.core.call.UnaryCall;
import dev.completions4j.core.chunk.CompletionDecoder;
import dev.completions4j.core.chunk.DefaultCompletionAccumulator;
import dev.completions4j.core.request.CompletionsEndpoint;
import dev.completions4j.core.stream.DefaultCompletionStream;
import dev.completions4j.core.timer.ThreadTimer;
import dev.completions4j.core.timer.Timer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** Starts calls, and ends them when it is closed. */
final class DefaultCompletionsClient implements CompletionsClient {

    private final CompletionsEndpoint endpoint;
    private final Exchanges exchanges;
    private final Failures failures;
    private final Runnable closeTransport;
    private final Timer timer = new ThreadTimer();

    /**
     * @param closeTransport closes the transport, if it is this client's own
     */
    DefaultCompletionsClient(
            CompletionsEndpoint endpoint, Exchanges exchanges, Failures failures, Runnable closeTransport) {
        this.endpoint = endpoint;
        this.exchanges = exchanges;
        this.failures = failures;
        this.closeTransport = closeTransport;
    }

    @Override
    public CompletableFuture<Completion> complete(CompletionRequest request, CallOptions options) {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(options, "options");
        return UnaryCall.start(
                () -> endpoint.unary(request, options),
                ExpectedAnswer.completion(request),
                exchanges,
                failures.hiding(options));
    }

    @Override
    public CompletionStream stream(CompletionRequest request, CallOptions options) {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(options, "options");
        return new DefaultCompletionStream(
                () -> endpoint.streamed(request, options),
                () -> new CompletionDecoder(request),
                exchanges,
                failures.hiding(options),
                timer);
    }

    @Override
    public CompletableFuture<ModelList> models(CallOptions options) {
        Objects.requireNonNull(options, "options");
        return UnaryCall.start(
                () -> endpoint.models(options), ExpectedAnswer.models(), exchanges, failures.hiding(options));
    }

    @Override
    public CompletionAccumulator newAccumulator() {
        return new DefaultCompletionAccumulator();
    }

    @Override
    public void close() {
        exchanges.close();
        closeTransport.run();
        timer.close();
    }
}
