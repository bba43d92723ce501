// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A server's rate limits for an API key.
 *
 * @param requests the limit on requests
 * @param tokens the limit on tokens, of prompts and completions together
 * @since 0.1.0
 */
public record RateLimits(RateLimit requests, RateLimit tokens) {

    /**
     * One rate limit. Components that the server does not report are null.
     *
     * @param limit the maximum in a period defined by the server
     * @param remaining the remainder in the current period
     * @param reset the time until the full limit is available again
     */
    public record RateLimit(
            @Nullable Long limit,
            @Nullable Long remaining,
            @Nullable Duration reset) {}
}
