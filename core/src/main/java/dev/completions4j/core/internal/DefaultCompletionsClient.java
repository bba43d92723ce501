// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal;

import dev.completions4j.CallOptions;
import dev.completions4j.Completion;
import dev.completions4j.CompletionAccumulator;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionStream;
import dev.completions4j.CompletionsClient;
import dev.completions4j.ModelList;
import dev.completions4j.TokenIds;
import dev.completions4j.Tokenization;
import dev.completions4j.TokenizationRequest;
import dev.completions4j.core.internal.response.DefaultCompletionAccumulator;
import dev.completions4j.observe.CompletionsInterceptor;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The client: passes calls to the interceptors, and shuts down. */
final class DefaultCompletionsClient implements CompletionsClient {

    private final CompletionsInterceptor.Chain intercepted;
    private final Calls calls;
    private final Shutdown shutdown;

    /** @param intercepted the interceptor chain */
    DefaultCompletionsClient(CompletionsInterceptor.Chain intercepted, Calls calls, Shutdown shutdown) {
        this.intercepted = intercepted;
        this.calls = calls;
        this.shutdown = shutdown;
    }

    @Override
    public CompletableFuture<Completion> complete(CompletionRequest request, CallOptions options) {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(options, "options");
        return intercepted.complete(request, options);
    }

    @Override
    public CompletionStream stream(CompletionRequest request, CallOptions options) {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(options, "options");
        return intercepted.stream(request, options);
    }

    @Override
    public CompletableFuture<ModelList> models(CallOptions options) {
        Objects.requireNonNull(options, "options");
        return calls.models(options);
    }

    @Override
    public CompletableFuture<Tokenization> tokenize(TokenizationRequest request, CallOptions options) {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(options, "options");
        return calls.tokenize(request, options);
    }

    @Override
    public CompletableFuture<String> detokenize(@Nullable String model, TokenIds tokens, CallOptions options) {
        Objects.requireNonNull(tokens, "tokens");
        Objects.requireNonNull(options, "options");
        return calls.detokenize(model, tokens, options);
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
