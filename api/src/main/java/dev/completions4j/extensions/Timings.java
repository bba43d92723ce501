// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.extensions;

import dev.completions4j.Preview;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Processing times and token counts of llama.cpp. Components that the server does not report are null.
 *
 * @param cachedTokens the prompt tokens read from the cache
 * @param promptTokens the prompt tokens processed
 * @param promptTime the time for processing them
 * @param predictedTokens the tokens generated
 * @param predictedTime the time for generating them
 * @param draftTokens the tokens proposed by a draft model
 * @param acceptedDraftTokens the proposed tokens that were accepted
 * @since 0.1.0
 */
@Preview
public record Timings(
        @Nullable Long cachedTokens,
        @Nullable Long promptTokens,
        @Nullable Duration promptTime,
        @Nullable Long predictedTokens,
        @Nullable Duration predictedTime,
        @Nullable Long draftTokens,
        @Nullable Long acceptedDraftTokens) {}
