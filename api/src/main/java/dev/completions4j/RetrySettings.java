// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.time.Duration;

/**
 * How calls are sent again when they fail, by the standard policy.
 *
 * <p>Sent again are: requests of which nothing was sent; 408, 429, 500, 502, 503, 504 and 529; and, unless
 * {@link #retryUnanswered()} is false, requests to which no answer came. The server's {@code x-should-retry} goes before
 * the status. Never sent again are: what has begun to be answered with a success; what exhausted a quota; what failed in
 * the verification of a certificate or at a limit; and all other statuses.
 *
 * <p>The wait is a random time of up to {@code baseDelay} · 2ⁿ before retry n, counted from 0, and at least as long as
 * the server's {@code Retry-After} says.
 *
 * @param maxAttempts how often a request is sent at the most; 1 switches retries off
 * @param baseDelay the upper bound of the first wait
 * @param minDelay the lower bound of any wait
 * @param maxDelay the upper bound of any wait that the server did not ask for
 * @param maxRetryAfter a server that asks for a longer wait is not asked again
 * @param retryUnanswered whether a request is sent again that the server may have received, but did not answer: no harm is
 *     done, but the tokens of an answer that was lost may have to be paid for
 * @param budget how much retries may cost, for each host, before calls that succeed have earned it: a retry costs 5, or 10
 *     after a timeout or a lost connection; a success earns 1, up to this bound
 */
public record RetrySettings(
        int maxAttempts,
        Duration baseDelay,
        Duration minDelay,
        Duration maxDelay,
        Duration maxRetryAfter,
        boolean retryUnanswered,
        int budget) {

    private static final RetrySettings DEFAULTS = new RetrySettings(
            3, Duration.ofMillis(500), Duration.ofMillis(50), Duration.ofSeconds(8), Duration.ofSeconds(60), true, 100);

    public RetrySettings {
        if (maxAttempts < 1) {
            throw new IllegalArgumentException(
                    "maxAttempts is " + maxAttempts + "; 1 is the least, and means no retries");
        }
        if (budget < 0) {
            throw new IllegalArgumentException("budget is " + budget + "; it must not be negative");
        }
        checkNotNegative("baseDelay", baseDelay);
        checkNotNegative("minDelay", minDelay);
        checkNotNegative("maxDelay", maxDelay);
        checkNotNegative("maxRetryAfter", maxRetryAfter);
        if (minDelay.compareTo(maxDelay) > 0) {
            throw new IllegalArgumentException("minDelay " + minDelay + " is more than maxDelay " + maxDelay);
        }
    }

    private static void checkNotNegative(String name, Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException(name + " is " + duration + "; it must not be negative");
        }
    }

    /** Three attempts; 0.5 s at first, between 50 ms and 8 s; up to 60 s if told; unanswered ones too; a budget of 100. */
    public static RetrySettings defaults() {
        return DEFAULTS;
    }

    /** One attempt. */
    public static RetrySettings off() {
        return DEFAULTS.withMaxAttempts(1);
    }

    public RetrySettings withMaxAttempts(int maxAttempts) {
        return new RetrySettings(maxAttempts, baseDelay, minDelay, maxDelay, maxRetryAfter, retryUnanswered, budget);
    }

    public RetrySettings withBaseDelay(Duration baseDelay) {
        return new RetrySettings(maxAttempts, baseDelay, minDelay, maxDelay, maxRetryAfter, retryUnanswered, budget);
    }

    public RetrySettings withMinDelay(Duration minDelay) {
        return new RetrySettings(maxAttempts, baseDelay, minDelay, maxDelay, maxRetryAfter, retryUnanswered, budget);
    }

    public RetrySettings withMaxDelay(Duration maxDelay) {
        return new RetrySettings(maxAttempts, baseDelay, minDelay, maxDelay, maxRetryAfter, retryUnanswered, budget);
    }

    public RetrySettings withMaxRetryAfter(Duration maxRetryAfter) {
        return new RetrySettings(maxAttempts, baseDelay, minDelay, maxDelay, maxRetryAfter, retryUnanswered, budget);
    }

    public RetrySettings withRetryUnanswered(boolean retryUnanswered) {
        return new RetrySettings(maxAttempts, baseDelay, minDelay, maxDelay, maxRetryAfter, retryUnanswered, budget);
    }

    public RetrySettings withBudget(int budget) {
        return new RetrySettings(maxAttempts, baseDelay, minDelay, maxDelay, maxRetryAfter, retryUnanswered, budget);
    }
}
