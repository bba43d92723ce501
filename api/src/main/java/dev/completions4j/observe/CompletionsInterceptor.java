// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.observe;

import dev.completions4j.CallOptions;
import dev.completions4j.Completion;
import dev.completions4j.CompletionChunk;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionStream;
import dev.completions4j.CompletionsClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/**
 * Intercepts a client's completions and streams: it can read and change requests, options and results, or answer calls
 * itself. Lists of models and calls of the tokenizer's endpoints do not pass through interceptors.
 *
 * <p>Calls pass through the interceptors in the order in which they were added; the last one passes them to the
 * client's engine, which performs validation, timeouts and retries. A throwable from an interceptor fails its call.
 *
 * <p>Called on any thread, within the caller's call, possibly by several threads at once; must not block. Applications
 * and libraries implement this interface; methods added to it in later releases have default implementations.
 *
 * @since 0.1.0
 */
public interface CompletionsInterceptor {

    /**
     * The rest of the chain: further interceptors and finally the engine. Not meant to be implemented, except by tests;
     * methods may be added.
     */
    interface Chain {

        /**
         * Continues with {@link CompletionsClient#complete(CompletionRequest, CallOptions)}.
         *
         * @param request the request to pass on
         * @param options the options to pass on
         */
        CompletableFuture<Completion> complete(CompletionRequest request, CallOptions options);

        /**
         * Continues with {@link CompletionsClient#stream(CompletionRequest, CallOptions)}.
         *
         * @param request the request to pass on
         * @param options the options to pass on
         */
        CompletionStream stream(CompletionRequest request, CallOptions options);
    }

    /**
     * Intercepts a non-streaming completion.
     *
     * @param request the request
     * @param options the per-call options
     * @param chain the rest of the chain
     * @return the future for the caller; to support cancellation, return the future of {@code chain} or a stage derived
     *     from it. Canceling a stage cancels the call that it is derived from, and not a further call that a function
     *     of it has started, such as that of {@code exceptionallyCompose}
     */
    default CompletableFuture<Completion> complete(CompletionRequest request, CallOptions options, Chain chain) {
        return chain.complete(request, options);
    }

    /**
     * Intercepts a stream. Called once per subscription.
     *
     * @param request the request
     * @param options the per-call options
     * @param chain the rest of the chain
     * @return the publisher that the caller's subscriber is subscribed to
     */
    default Flow.Publisher<CompletionChunk> stream(CompletionRequest request, CallOptions options, Chain chain) {
        return chain.stream(request, options);
    }
}
