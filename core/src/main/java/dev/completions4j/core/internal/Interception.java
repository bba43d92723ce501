// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal;

import dev.completions4j.CallOptions;
import dev.completions4j.Completion;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionStream;
import dev.completions4j.core.internal.concurrent.WaitGuard;
import dev.completions4j.core.internal.stream.PublishedStream;
import dev.completions4j.observe.CompletionsInterceptor;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** An interceptor and the rest of its chain. */
final class Interception implements CompletionsInterceptor.Chain {

    private final CompletionsInterceptor interceptor;
    private final CompletionsInterceptor.Chain chain;
    private final WaitGuard guard;

    private Interception(CompletionsInterceptor interceptor, CompletionsInterceptor.Chain chain, WaitGuard guard) {
        this.interceptor = interceptor;
        this.chain = chain;
        this.guard = guard;
    }

    /** Returns a chain of the interceptors in their order, ending at the calls. */
    static CompletionsInterceptor.Chain of(
            List<CompletionsInterceptor> interceptors, CompletionsInterceptor.Chain calls, WaitGuard guard) {
        CompletionsInterceptor.Chain chain = calls;
        for (int i = interceptors.size() - 1; i >= 0; i--) {
            chain = new Interception(interceptors.get(i), chain, guard);
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
        return new PublishedStream(() -> interceptor.stream(request, options, chain), guard);
    }
}
