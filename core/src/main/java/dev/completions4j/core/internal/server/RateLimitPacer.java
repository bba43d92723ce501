// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.server;

import dev.completions4j.RateLimits;
import dev.completions4j.RateLimits.RateLimit;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Knows how much a server allows, by what its answers tell. Not safe for use by several threads at once.
 *
 * <p>Before the first answer one call goes at a time. From then on a call goes if the allowance covers it, that of the
 * calls subtracted that are not answered yet. What is used up counts as there again when the time is over after which the
 * server says that all of it is: so it holds for servers that give it back bit by bit, and for those that do so at once.
 */
final class RateLimitPacer {

    /** Stands for a wait that only an answer ends. */
    static final long UNTIL_ANSWER = Long.MAX_VALUE;

    private final Allowance requests = new Allowance();
    private final Allowance tokens = new Allowance();
    private boolean answered;
    private int unanswered;
    private long unansweredTokens;

    /** How long a call has to wait; zero if it may go. */
    long nanosUntil(long now, long callTokens) {
        if (unanswered == 0) {
            // If nothing is allowed and nothing is under way, only another call can learn more.
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

    /** @param limits null if no answer came */
    void onAnswered(long now, long callTokens, @Nullable RateLimits limits) {
        unanswered--;
        unansweredTokens -= callTokens;
        if (limits != null) {
            answered = true;
            requests.learn(now, limits.requests(), unanswered);
            tokens.learn(now, limits.tokens(), unansweredTokens);
        }
    }

    /** What is allowed of one thing. */
    private static final class Allowance {

        private static final long DEFAULT_RESET_NANOS = TimeUnit.SECONDS.toNanos(1);

        private boolean limited;
        private long limit;
        private long left;

        /** Whether there is a time at which all will be there again. */
        private boolean resets;

        private long resetAt;

        long nanosUntil(long now, long cost, long unanswered) {
            if (!limited) {
                return 0;
            }
            if (resets && now - resetAt >= 0) {
                resets = false;
                left = Math.max(left, limit - unanswered);
            }
            // A call that takes more than there can be goes when all is there.
            if (left >= Math.min(cost, limit)) {
                return 0;
            }
            return resets ? resetAt - now : UNTIL_ANSWER;
        }

        void take(long cost) {
            left -= cost;
        }

        void learn(long now, RateLimit told, long unanswered) {
            Long toldLeft = told.remaining();
            if (toldLeft == null) {
                return;
            }
            long estimate = toldLeft - unanswered;
            // Answers overtake one another: until the reset the lowest counts.
            left = resets ? Math.min(left, estimate) : estimate;
            limit = told.limit() == null ? Math.max(limit, toldLeft) : told.limit();
            long reset =
                    now + (told.reset() == null ? DEFAULT_RESET_NANOS : TimeUnit.NANOSECONDS.convert(told.reset()));
            resetAt = resets && resetAt - reset > 0 ? resetAt : reset;
            resets = true;
            limited = true;
        }
    }
}
