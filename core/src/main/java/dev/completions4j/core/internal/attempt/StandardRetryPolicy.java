// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.attempt;

import dev.completions4j.ApiException;
import dev.completions4j.CallTimeoutException;
import dev.completions4j.CompletionsClientException;
import dev.completions4j.NetworkException;
import dev.completions4j.ResponseInfo;
import dev.completions4j.RetrySettings;
import dev.completions4j.Timeout;
import dev.completions4j.spi.RetryPolicy;
import dev.completions4j.transport.RequestProgress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** The default retry policy: exponential back-off with full jitter, or the delay that the server asks for. */
public final class StandardRetryPolicy implements RetryPolicy {

    /** The maximum fraction added to the requested delay, so that not all calls return at once. */
    private static final double RETRY_AFTER_JITTER = 0.1;

    private final RetrySettings settings;
    private final DoubleSupplier random;

    /** @param random returns numbers from 0 to 1 */
    public StandardRetryPolicy(RetrySettings settings, DoubleSupplier random) {
        this.settings = settings;
        this.random = random;
    }

    @Override
    public @Nullable Duration delayAfter(int attempt, CompletionsClientException failure) {
        if (!isWorthIt(failure)) {
            return null;
        }
        ResponseInfo response = failure.response();
        Duration retryAfter = response == null ? null : response.retryAfter();
        if (retryAfter == null) {
            return jittered(attempt - 1);
        }
        if (retryAfter.compareTo(settings.maxRetryAfter()) > 0) {
            return null;
        }
        return max(settings.minDelay(), scaled(retryAfter, 1 + RETRY_AFTER_JITTER * random.getAsDouble()));
    }

    private boolean isWorthIt(CompletionsClientException failure) {
        if (failure instanceof ApiException answer) {
            return isWorthIt(answer);
        }
        if (failure instanceof NetworkException lost) {
            return isWorthIt(lost);
        }
        return failure instanceof CallTimeoutException late
                && late.timeout() == Timeout.RESPONSE_HEADERS
                && settings.retryUnanswered();
    }

    private static boolean isWorthIt(ApiException answer) {
        if (answer.kind() == ApiException.Kind.QUOTA_EXHAUSTED) {
            return false;
        }
        ResponseInfo response = answer.response();
        String advice = response == null ? null : response.headers().first("x-should-retry");
        boolean advised = "true".equals(advice);
        if (advised || "false".equals(advice)) {
            return advised;
        }
        return switch (answer.status()) {
            case 408, 429, 500, 502, 503, 504, 529 -> true;
            default -> false;
        };
    }

    private boolean isWorthIt(NetworkException lost) {
        return switch (lost.kind()) {
            // Either permanent, or intended.
            case TLS, LIMIT, CLOSED, INTERNAL -> false;
            default ->
                lost.progress() == RequestProgress.NOT_SENT
                        || (lost.progress() == RequestProgress.MAYBE_SENT && settings.retryUnanswered());
        };
    }

    private Duration jittered(int retry) {
        double bound = Math.min((double) nanos(settings.maxDelay()), nanos(settings.baseDelay()) * Math.pow(2, retry));
        return max(settings.minDelay(), Duration.ofNanos((long) (random.getAsDouble() * bound)));
    }

    private static long nanos(Duration duration) {
        return TimeUnit.NANOSECONDS.convert(duration);
    }

    private static Duration scaled(Duration duration, double factor) {
        return Duration.ofNanos((long) (nanos(duration) * factor));
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
