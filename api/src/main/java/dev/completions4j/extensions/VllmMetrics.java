// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.extensions;

import dev.completions4j.Preview;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The times of a request in vLLM (the property {@code metrics} of vLLM 0.32). Components that the server does not
 * report are null.
 *
 * @param timeToFirstToken the time from scheduling to the first token
 * @param generationTime the time from the first token to the last
 * @param queueTime the time that the request waited to be scheduled
 * @param meanInterTokenLatency the mean time between tokens
 * @param tokensPerSecond the number of generated tokens divided by the time from scheduling to the last token, in
 *     seconds
 * @param speculativeDecoding the figures of speculative decoding; null if it is disabled
 * @since 0.1.0
 */
@Preview
public record VllmMetrics(
        @Nullable Duration timeToFirstToken,
        @Nullable Duration generationTime,
        @Nullable Duration queueTime,
        @Nullable Duration meanInterTokenLatency,
        @Nullable Double tokensPerSecond,
        @Nullable SpeculativeDecoding speculativeDecoding) {}
