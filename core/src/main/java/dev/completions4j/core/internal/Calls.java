// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal;

import dev.completions4j.CallOptions;
import dev.completions4j.Completion;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionStream;
import dev.completions4j.ModelList;
import dev.completions4j.Prompt;
import dev.completions4j.TokenIds;
import dev.completions4j.Tokenization;
import dev.completions4j.TokenizationRequest;
import dev.completions4j.core.internal.call.CallContext;
import dev.completions4j.core.internal.call.ExpectedAnswer;
import dev.completions4j.core.internal.call.UnaryCall;
import dev.completions4j.core.internal.observe.CallEvents;
import dev.completions4j.core.internal.observe.Listeners;
import dev.completions4j.core.internal.request.CompletionsEndpoint;
import dev.completions4j.core.internal.response.ClientDecoders;
import dev.completions4j.core.internal.stream.DefaultCompletionStream;
import dev.completions4j.core.internal.stream.InputPool;
import dev.completions4j.observe.CallInfo;
import dev.completions4j.observe.CompletionsInterceptor;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Starts calls; the end of the interceptor chain. */
final class Calls implements CompletionsInterceptor.Chain {

    private final CompletionsEndpoint endpoint;
    private final CallContexts contexts;
    private final Listeners listeners;
    private final ClientDecoders decoders = new ClientDecoders();
    private final InputPool inputs = new InputPool();

    Calls(CompletionsEndpoint endpoint, CallContexts contexts, Listeners listeners) {
        this.endpoint = endpoint;
        this.contexts = contexts;
        this.listeners = listeners;
    }

    @Override
    public CompletableFuture<Completion> complete(CompletionRequest request, CallOptions options) {
        CallContext context = contexts.ofWholeAnswer(request, options);
        return UnaryCall.start(
                () -> endpoint.unary(request, options),
                ExpectedAnswer.completion(decoders.ofWhole(request)),
                events(CallInfo.Operation.COMPLETE, request, options, context),
                context);
    }

    @Override
    public CompletionStream stream(CompletionRequest request, CallOptions options) {
        CallContext context = contexts.ofStream(request, options);
        return new DefaultCompletionStream(
                () -> endpoint.streamed(request, options),
                () -> decoders.of(request),
                inputs,
                () -> events(CallInfo.Operation.STREAM, request, options, context),
                context);
    }

    CompletableFuture<ModelList> models(CallOptions options) {
        CallContext context = contexts.ofModels(options);
        return UnaryCall.start(
                () -> endpoint.models(options),
                ExpectedAnswer.models(),
                events(CallInfo.Operation.MODELS, null, options, context),
                context);
    }

    CompletableFuture<Tokenization> tokenize(TokenizationRequest request, CallOptions options) {
        CallContext context = contexts.ofPrompt(Prompt.of(request.text()), options);
        return UnaryCall.start(
                () -> endpoint.tokenize(request, options),
                ExpectedAnswer.tokens(),
                events(CallInfo.Operation.TOKENIZE, null, options, context),
                context);
    }

    CompletableFuture<String> detokenize(@Nullable String model, TokenIds tokens, CallOptions options) {
        CallContext context = contexts.ofPrompt(new Prompt.Tokens(tokens), options);
        return UnaryCall.start(
                () -> endpoint.detokenize(model, tokens, options),
                ExpectedAnswer.text(),
                events(CallInfo.Operation.DETOKENIZE, null, options, context),
                context);
    }

    private CallEvents events(
            CallInfo.Operation operation,
            @Nullable CompletionRequest request,
            CallOptions options,
            CallContext context) {
        return listeners.begin(operation, request, options, context.failures().mask());
    }
}
