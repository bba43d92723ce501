// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

/**
 * The ranges of request properties.
 *
 * @param minMaxTokens the minimum of {@code max_tokens}
 * @param minLogprobs the minimum of {@code logprobs}; -1 where that means all
 * @param maxLogprobs the maximum of {@code logprobs}
 * @param maxStops the maximum number of stop sequences
 * @param emptyStops whether stop sequences may be empty
 */
record RequestLimits(int minMaxTokens, int minLogprobs, int maxLogprobs, int maxStops, boolean emptyStops) {

    static final RequestLimits OPENAI = new RequestLimits(0, 0, 5, 4, false);
}
