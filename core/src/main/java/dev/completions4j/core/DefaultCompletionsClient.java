package dev.completions4j.core;

import dev.completions4j.Completion;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionStream;
import dev.completions4j.CompletionsClient;
import dev.completions4j.core.call.Exchanges;
import dev.completions4j.core.call.Failures;
import dev.completions4j.core.call.UnaryCall;
import dev.completions4j.core.chunk.CompletionDecoder;
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
    public CompletableFuture<Completion> complete(CompletionRequest request) {
        Objects.requireNonNull(request, "request");
        return UnaryCall.start(() -> endpoint.unary(request), new CompletionDecoder(request), exchanges, failures);
    }

    @Override
    public CompletionStream stream(CompletionRequest request) {
        Objects.requireNonNull(request, "request");
        return new DefaultCompletionStream(
                () -> endpoint.streamed(request), () -> new CompletionDecoder(request), exchanges, failures, timer);
    }

    @Override
    public void close() {
        exchanges.close();
        closeTransport.run();
        timer.close();
    }
}
