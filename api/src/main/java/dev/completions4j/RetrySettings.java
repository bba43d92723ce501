// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import dev.completions4j.spi.RetryPolicy;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the standard retry policy.
 *
 * <p>The policy retries requests of which nothing was sent; the statuses 408, 429, 500, 502, 503, 504 and 529; and,
 * unless {@link #retryUnanswered()} is false, requests that received no response. The server's {@code x-should-retry}
 * header takes precedence over the status. The policy never retries a call whose successful response has begun, an
 * exhausted quota, a failed certificate verification, an exceeded limit, or any other status.
 *
 * <p>The delay before retry n, counted from 0, is chosen at random up to {@code baseDelay} · 2ⁿ, and is at least as
 * long as the server's {@code Retry-After}.
 *
 * <p><b>Free retries.</b> In two cases, once each, the request is sent again immediately, without regard to these
 * settings or to a {@link RetryPolicy}: after a 401, if the API key comes from a supplier or a provider, which is
 * called again; and after the server refused an HTTP/2 stream without processing it. They do not count as attempts, and
 * do not use the budget.
 *
 * <p>Immutable.
 *
 * @since 0.1.0
 */
public final class RetrySettings {

    private static final RetrySettings DEFAULTS = new RetrySettings(
            3, Duration.ofMillis(500), Duration.ofMillis(50), Duration.ofSeconds(8), Duration.ofSeconds(60), true, 100);

    private final int maxAttempts;
    private final Duration baseDelay;
    private final Duration minDelay;
    private final Duration maxDelay;
    private final Duration maxRetryAfter;
    private final boolean retryUnanswered;
    private final int budget;

    private RetrySettings(
            int maxAttempts,
            Duration baseDelay,
            Duration minDelay,
            Duration maxDelay,
            Duration maxRetryAfter,
            boolean retryUnanswered,
            int budget) {
        if (maxAttempts < 1) {
            throw new IllegalArgumentException(
                    "maxAttempts is " + maxAttempts + "; it must be at least 1, which disables retries");
        }
        if (budget < 0) {
            throw new IllegalArgumentException("budget is " + budget + "; it must not be negative");
        }
        checkNotNegative("baseDelay", baseDelay);
        checkNotNegative("minDelay", minDelay);
        checkNotNegative("maxDelay", maxDelay);
        checkNotNegative("maxRetryAfter", maxRetryAfter);
        if (minDelay.compareTo(maxDelay) > 0) {
            throw new IllegalArgumentException(
                    "minDelay is " + minDelay + "; it must not exceed maxDelay, which is " + maxDelay);
        }
        this.maxAttempts = maxAttempts;
        this.baseDelay = baseDelay;
        this.minDelay = minDelay;
        this.maxDelay = maxDelay;
        this.maxRetryAfter = maxRetryAfter;
        this.retryUnanswered = retryUnanswered;
        this.budget = budget;
    }

    private static void checkNotNegative(String name, Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException(name + " is " + duration + "; it must not be negative");
        }
    }

    /**
     * Returns the default settings: 3 attempts, delays of up to 0.5 s at first and between 50 ms and 8 s, or up to 60 s
     * on the server's request, retries of unanswered requests, and a budget of 100.
     */
    public static RetrySettings defaults() {
        return DEFAULTS;
    }

    /** Returns settings that disable all but free retries: the defaults with one attempt. */
    public static RetrySettings off() {
        return DEFAULTS.withMaxAttempts(1);
    }

    /** Returns the maximum number of attempts, including the first; 1 disables all but free retries. */
    public int maxAttempts() {
        return maxAttempts;
    }

    /** Returns the upper bound of the first delay. */
    public Duration baseDelay() {
        return baseDelay;
    }

    /** Returns the minimum delay. */
    public Duration minDelay() {
        return minDelay;
    }

    /** Returns the maximum delay, unless the server requests a longer one. */
    public Duration maxDelay() {
        return maxDelay;
    }

    /**
     * Returns the longest delay that a server may request; if it requests a longer one, the call is not retried. After
     * a 429 with a delay within this limit, all calls to the host wait; this holds with any {@link RetryPolicy}.
     */
    public Duration maxRetryAfter() {
        return maxRetryAfter;
    }

    /**
     * Returns whether a request is retried that the server may have received but did not answer. A retry has no side
     * effects, except that the tokens of a lost response may be billed.
     */
    public boolean retryUnanswered() {
        return retryUnanswered;
    }

    /**
     * Returns the retry budget of each host: how much retries may cost until successful calls replenish it. A retry
     * costs 5, or 10 after a timeout or a lost connection; a successful call earns 1, up to this maximum.
     */
    public int budget() {
        return budget;
    }

    /**
     * Returns settings that differ in the maximum number of attempts.
     *
     * @param maxAttempts a positive number that includes the first attempt; 1 disables all but free retries
     * @throws IllegalArgumentException if the number is not positive
     */
    public RetrySettings withMaxAttempts(int maxAttempts) {
        return new RetrySettings(maxAttempts, baseDelay, minDelay, maxDelay, maxRetryAfter, retryUnanswered, budget);
    }

    /**
     * Returns settings that differ in the upper bound of the first delay.
     *
     * @param baseDelay zero or a positive duration
     * @throws IllegalArgumentException if the duration is negative
     */
    public RetrySettings withBaseDelay(Duration baseDelay) {
        return new RetrySettings(maxAttempts, baseDelay, minDelay, maxDelay, maxRetryAfter, retryUnanswered, budget);
    }

    /**
     * Returns settings that differ in the minimum delay.
     *
     * @param minDelay zero or a positive duration, at most {@link #maxDelay}
     * @throws IllegalArgumentException if the duration is negative or longer than {@link #maxDelay}
     */
    public RetrySettings withMinDelay(Duration minDelay) {
        return new RetrySettings(maxAttempts, baseDelay, minDelay, maxDelay, maxRetryAfter, retryUnanswered, budget);
    }

    /**
     * Returns settings that differ in the maximum delay that the server did not request.
     *
     * @param maxDelay zero or a positive duration, at least {@link #minDelay}
     * @throws IllegalArgumentException if the duration is negative or shorter than {@link #minDelay}
     */
    public RetrySettings withMaxDelay(Duration maxDelay) {
        return new RetrySettings(maxAttempts, baseDelay, minDelay, maxDelay, maxRetryAfter, retryUnanswered, budget);
    }

    /**
     * Returns settings that differ in the longest delay that a server may request.
     *
     * @param maxRetryAfter zero or a positive duration
     * @throws IllegalArgumentException if the duration is negative
     */
    public RetrySettings withMaxRetryAfter(Duration maxRetryAfter) {
        return new RetrySettings(maxAttempts, baseDelay, minDelay, maxDelay, maxRetryAfter, retryUnanswered, budget);
    }

    /**
     * Returns settings that differ in whether requests that the server may have received but did not answer are
     * retried.
     *
     * @param retryUnanswered false to retry only requests that the server did not receive, or answered with an error
     */
    public RetrySettings withRetryUnanswered(boolean retryUnanswered) {
        return new RetrySettings(maxAttempts, baseDelay, minDelay, maxDelay, maxRetryAfter, retryUnanswered, budget);
    }

    /**
     * Returns settings that differ in the retry budget of each host.
     *
     * @param budget zero or a positive number
     * @throws IllegalArgumentException if the number is negative
     */
    public RetrySettings withBudget(int budget) {
        return new RetrySettings(maxAttempts, baseDelay, minDelay, maxDelay, maxRetryAfter, retryUnanswered, budget);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RetrySettings that
                && maxAttempts == that.maxAttempts
                && baseDelay.equals(that.baseDelay)
                && minDelay.equals(that.minDelay)
                && maxDelay.equals(that.maxDelay)
                && maxRetryAfter.equals(that.maxRetryAfter)
                && retryUnanswered == that.retryUnanswered
                && budget == that.budget;
    }

    @Override
    public int hashCode() {
        return Objects.hash(maxAttempts, baseDelay, minDelay, maxDelay, maxRetryAfter, retryUnanswered, budget);
    }

    @Override
    public String toString() {
        return "RetrySettings[maxAttempts=" + maxAttempts + ", baseDelay=" + baseDelay + ", minDelay=" + minDelay
                + ", maxDelay=" + maxDelay + ", maxRetryAfter=" + maxRetryAfter + ", retryUnanswered=" + retryUnanswered
                + ", budget=" + budget + "]";
    }
}
