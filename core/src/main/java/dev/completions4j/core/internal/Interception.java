// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal;

import dev.completions4j.CallOptions;
import dev.completions4j.Completion;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionStream;
import dev.completions4j.core.internal.call.CallContext;
import dev.completions4j.core.internal.stream.PublishedStream;
import dev.completions4j.observe.CompletionsInterceptor;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** An interceptor and the rest of its chain. */
final class Interception implements CompletionsInterceptor.Chain {

    private final CompletionsInterceptor interceptor;
    private final CompletionsInterceptor.Chain chain;
    private final CallContext ofStreams;

    private Interception(
            CompletionsInterceptor interceptor, CompletionsInterceptor.Chain chain, CallContext ofStreams) {
        this.interceptor = interceptor;
        this.chain = chain;
        this.ofStreams = ofStreams;
    }

    /**
     * Returns a chain of the interceptors in their order, ending at the calls.
     *
     * @param ofStreams the client's settings for streams
     */
    static CompletionsInterceptor.Chain of(
            List<CompletionsInterceptor> interceptors, CompletionsInterceptor.Chain calls, CallContext ofStreams) {
        CompletionsInterceptor.Chain chain = calls;
        for (int i = interceptors.size() - 1; i >= 0; i--) {
            chain = new Interception(interceptors.get(i), chain, ofStreams);
        }
        return chain;
    }

    @Override
    public CompletableFuture<Completion> complete(CompletionRequest request, CallOptions options) {
        try {
            return Objects.requireNonNull(
                    interceptor.complete(request, options, chain), "An interceptor returned null");
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public CompletionStream stream(CompletionRequest request, CallOptions options) {
        return new PublishedStream(
                () -> interceptor.stream(request, options, chain),
                ofStreams.responseLimits().with(options),
                ofStreams.guard());
    }
}
