// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.flink;

import dev.completions4j.ApiException;
import dev.completions4j.CallOptions;
import dev.completions4j.Completion;
import dev.completions4j.FailedAttempt;
import dev.completions4j.InvalidRequestException;
import dev.completions4j.MalformedResponseException;
import dev.completions4j.observe.CallInfo;
import dev.completions4j.observe.CallListener;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Calls for several prompts, which end after a few attempts that failed for a reason that may be the content of one
 * prompt. All else, such as an overload, is retried as in a call for one prompt. Thread-safe.
 *
 * <p>Must be a listener of the client.
 */
final class JoinedCalls implements CallListener.Factory {

    /** More would leave too little time for the neighbors of a bad prompt. */
    private static final int FEW_ATTEMPTS = 3;

    private static final String TAG = "completions4j.joined";

    private final AtomicLong started = new AtomicLong();
    private final Map<String, CompletableFuture<Completion>> results = new ConcurrentHashMap<>();

    /**
     * Starts a call.
     *
     * @param client starts it with the options passed to it
     * @return the result, or the failure of the last attempt
     */
    CompletableFuture<Completion> start(
            CallOptions options, Function<CallOptions, CompletableFuture<Completion>> client) {
        String id = String.valueOf(started.incrementAndGet());
        CompletableFuture<Completion> result = new CompletableFuture<>();
        results.put(id, result);
        CompletableFuture<Completion> call =
                client.apply(options.toBuilder().tag(TAG, id).build());
        var unused = call.whenComplete((completion, failure) -> {
            if (failure == null) {
                result.complete(completion);
            } else {
                result.completeExceptionally(failure);
            }
        });
        return result.whenComplete((completion, failure) -> {
            results.remove(id);
            call.cancel(false);
        });
    }

    @Override
    public @Nullable CallListener onCall(CallInfo call) {
        CompletableFuture<Completion> result = results.get(call.options().tags().getOrDefault(TAG, ""));
        return result == null ? null : new Attempts(result);
    }

    /** Returns whether a request may have failed because of one of its prompts. */
    static boolean mayConcernOnePrompt(Throwable failure) {
        if (failure instanceof ApiException refused) {
            return switch (refused.kind()) {
                case BAD_REQUEST, CONTEXT_LENGTH_EXCEEDED, PERMISSION, SERVER_ERROR -> true;
                // More calls would fail like this one, or make the overload worse.
                case AUTHENTICATION, NOT_FOUND, RATE_LIMIT, QUOTA_EXHAUSTED, OVERLOADED, UNEXPECTED_STATUS -> false;
            };
        }
        return failure instanceof InvalidRequestException || failure instanceof MalformedResponseException;
    }

    /** The attempts of one call. */
    private static final class Attempts implements CallListener {

        private final CompletableFuture<Completion> result;
        private int suspect;

        Attempts(CompletableFuture<Completion> result) {
            this.result = result;
        }

        @Override
        public void onRetry(FailedAttempt failed) {
            if (mayConcernOnePrompt(failed.failure()) && ++suspect == FEW_ATTEMPTS) {
                result.completeExceptionally(failed.failure());
            }
        }
    }
}
