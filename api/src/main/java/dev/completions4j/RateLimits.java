// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How much a server allows to the holder of a key.
 *
 * @param requests of any size
 * @param tokens of prompts and completions together
 */
public record RateLimits(RateLimit requests, RateLimit tokens) {

    /**
     * How much of one thing a server allows; each null if it does not tell.
     *
     * @param limit the most in a period of the server's choice
     * @param remaining what is left of it
     * @param reset how long until all of it is there again
     */
    public record RateLimit(
            @Nullable Long limit,
            @Nullable Long remaining,
            @Nullable Duration reset) {}
}
