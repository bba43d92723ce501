// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

/**
 * The ranges in which a server takes the properties of requests.
 *
 * @param minMaxTokens the least {@code max_tokens}
 * @param minLogprobs the least {@code logprobs}; -1 where that means all
 * @param maxLogprobs the most {@code logprobs}
 * @param maxStops the most texts in {@code stop}
 * @param emptyStops whether a text in {@code stop} may be empty
 */
record RequestLimits(int minMaxTokens, int minLogprobs, int maxLogprobs, int maxStops, boolean emptyStops) {

    static final RequestLimits OPENAI = new RequestLimits(0, 0, 5, 4, false);
}
