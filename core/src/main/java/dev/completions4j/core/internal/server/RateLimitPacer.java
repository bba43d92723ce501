// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.server;

import dev.completions4j.RateLimits;
import dev.completions4j.RateLimits.RateLimit;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Paces calls by the rate limits that a server reports in its responses. Not thread-safe.
 *
 * <p>Until the first response, calls are sent one at a time. Then a call is sent if the remaining allowance, minus the
 * calls without a response, covers it. A used-up allowance is assumed to be restored at the reported reset time, which
 * is correct both for servers that restore it gradually and for those that restore it at once.
 */
final class RateLimitPacer {

    /** A wait that ends with the next response. */
    static final long UNTIL_ANSWER = Long.MAX_VALUE;

    private final Allowance requests = new Allowance();
    private final Allowance tokens = new Allowance();
    private boolean answered;
    private int unanswered;
    private long unansweredTokens;

    /** Returns the nanoseconds that a call has to wait; zero if it may be sent. */
    long nanosUntil(long now, long callTokens) {
        if (unanswered == 0) {
            // With no allowance and no call in flight, only another call can obtain new limits.
            long wait = answered ? nanosByAllowances(now, callTokens) : 0;
            return wait == UNTIL_ANSWER ? 0 : wait;
        }
        return answered ? nanosByAllowances(now, callTokens) : UNTIL_ANSWER;
    }

    private long nanosByAllowances(long now, long callTokens) {
        return Math.max(requests.nanosUntil(now, 1, unanswered), tokens.nanosUntil(now, callTokens, unansweredTokens));
    }

    void onSent(long callTokens) {
        unanswered++;
        unansweredTokens += callTokens;
        requests.take(1);
        tokens.take(callTokens);
    }

    /** @param limits null if there was no response */
    void onAnswered(long now, long callTokens, @Nullable RateLimits limits) {
        unanswered--;
        unansweredTokens -= callTokens;
        if (limits != null) {
            answered = true;
            requests.learn(now, limits.requests(), unanswered);
            tokens.learn(now, limits.tokens(), unansweredTokens);
        }
    }

    /** The allowance of requests or of tokens. */
    private static final class Allowance {

        private static final long DEFAULT_RESET_NANOS = TimeUnit.SECONDS.toNanos(1);

        private boolean limited;
        private long limit;
        private long left;

        /** Whether {@link #resetAt} is set. */
        private boolean resets;

        private long resetAt;

        long nanosUntil(long now, long cost, long unanswered) {
            if (!limited) {
                return 0;
            }
            if (isOver(now)) {
                resets = false;
                left = Math.max(left, limit - unanswered);
            }
            // A call that exceeds the limit is sent when the full allowance is available.
            if (left >= Math.min(cost, limit)) {
                return 0;
            }
            return resets ? resetAt - now : UNTIL_ANSWER;
        }

        void take(long cost) {
            left -= cost;
        }

        void learn(long now, RateLimit reported, long unanswered) {
            Long remaining = reported.remaining();
            if (remaining == null) {
                return;
            }
            // The window before may have ended unnoticed, if no call waited for that.
            boolean continues = resets && !isOver(now);
            long estimate = remaining - unanswered;
            // Responses may arrive out of order: until the reset, the lowest value applies.
            left = continues ? Math.min(left, estimate) : estimate;
            limit = reported.limit() == null ? Math.max(limit, remaining) : reported.limit();
            long reset = now
                    + (reported.reset() == null ? DEFAULT_RESET_NANOS : TimeUnit.NANOSECONDS.convert(reported.reset()));
            resetAt = continues && resetAt - reset > 0 ? resetAt : reset;
            resets = true;
            limited = true;
        }

        private boolean isOver(long now) {
            return resets && now - resetAt >= 0;
        }
    }
}
