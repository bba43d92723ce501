// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far a run has come, at one moment.
 *
 * @param counts the requests so far
 * @param tokens the tokens so far
 * @param inFlight the calls in flight
 * @param concurrency the number of calls that may be in flight now, as the pace of the server permits
 * @param elapsed the time since the start of the run
 * @param requestsPerSecond the requests answered per second, lately
 * @param tokensPerSecond the tokens per second, lately
 * @param fraction the completed part of the input, 0 to 1, by bytes for files; null if its size is unknown
 * @param remaining the estimated time until the end; null if it cannot be estimated
 * @since 0.1.0
 */
public record BatchProgress(
        BatchCounts counts,
        BatchTokens tokens,
        int inFlight,
        int concurrency,
        Duration elapsed,
        double requestsPerSecond,
        double tokensPerSecond,
        @Nullable Double fraction,
        @Nullable Duration remaining) {}
