// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

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
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A decorator that breaks the contract of {@link #complete}. */
final class FailingClient implements CompletionsClient {

    private final CompletionsClient client;
    private final Function<CompletionRequest, @Nullable CompletableFuture<Completion>> call;

    FailingClient(CompletionsClient client, Function<CompletionRequest, @Nullable CompletableFuture<Completion>> call) {
        this.client = client;
        this.call = call;
    }

    @Override
    @SuppressWarnings("NullAway") // It may return what no client should.
    public CompletableFuture<Completion> complete(CompletionRequest request, CallOptions options) {
        return call.apply(request);
    }

    @Override
    public CompletionStream stream(CompletionRequest request, CallOptions options) {
        return client.stream(request, options);
    }

    @Override
    public CompletableFuture<ModelList> models(CallOptions options) {
        return client.models(options);
    }

    @Override
    public CompletableFuture<Tokenization> tokenize(TokenizationRequest request, CallOptions options) {
        return client.tokenize(request, options);
    }

    @Override
    public CompletableFuture<String> detokenize(@Nullable String model, TokenIds tokens, CallOptions options) {
        return client.detokenize(model, tokens, options);
    }

    @Override
    public CompletionAccumulator newAccumulator() {
        return client.newAccumulator();
    }

    @Override
    @SuppressWarnings("NullAway") // Javac 17 does not read the overridden @Nullable from its class file.
    public CompletableFuture<@Nullable Void> shutdown(Duration grace) {
        return client.shutdown(grace);
    }

    @Override
    public void close() {
        client.close();
    }
}
