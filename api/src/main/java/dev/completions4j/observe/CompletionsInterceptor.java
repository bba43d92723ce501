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
 * Stands around a client's calls: sees and changes requests and options, sees and changes results, or answers itself.
 *
 * <p>Calls pass the interceptors in the order in which they were added; each hands on to the next, and the last one to the
 * client's engine, where validation, timeouts and retries are. What an interceptor throws fails its call.
 *
 * <p>Called by any thread, also by several at once, and inside the caller's call; must not block.
 */
public interface CompletionsInterceptor {

    /** What lies behind an interceptor: further interceptors, and at last the engine. */
    interface Chain {

        /** Goes on with {@link CompletionsClient#complete(CompletionRequest, CallOptions)}. */
        CompletableFuture<Completion> complete(CompletionRequest request, CallOptions options);

        /** Goes on with {@link CompletionsClient#stream(CompletionRequest, CallOptions)}. */
        CompletionStream stream(CompletionRequest request, CallOptions options);
    }

    /**
     * Intercepts a completion as a whole.
     *
     * @return what the caller gets. To let the caller cancel, return the future of {@code next}, or a stage derived from it
     */
    default CompletableFuture<Completion> complete(CompletionRequest request, CallOptions options, Chain chain) {
        return chain.complete(request, options);
    }

    /**
     * Intercepts a stream; called for each subscription.
     *
     * @return what the caller's subscriber is subscribed to
     */
    default Flow.Publisher<CompletionChunk> stream(CompletionRequest request, CallOptions options, Chain chain) {
        return chain.stream(request, options);
    }
}
