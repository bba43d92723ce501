// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.extensions;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long llama.cpp took, and for how many tokens; each null if it does not tell.
 *
 * @param cachedTokens tokens of the prompt that it had processed before
 * @param promptTokens tokens of the prompt that it processed
 * @param promptTime how long that took
 * @param predictedTokens tokens that it generated
 * @param predictedTime how long that took
 * @param draftTokens tokens that a draft model proposed
 * @param acceptedDraftTokens of them, those that were taken
 */
public record Timings(
        @Nullable Long cachedTokens,
        @Nullable Long promptTokens,
        @Nullable Duration promptTime,
        @Nullable Long predictedTokens,
        @Nullable Duration predictedTime,
        @Nullable Long draftTokens,
        @Nullable Long acceptedDraftTokens) {}
