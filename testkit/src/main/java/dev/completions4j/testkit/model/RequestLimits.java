// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

/**
 * The ranges in which a server takes the properties of requests.
 *
 * @param minMaxTokens the least {@code max_tokens}
 * @param minLogprobs the least {@code logprobs}; -1 where that means all
 * @param maxLogprobs the most {@code logprobs}
 * @param maxStops the most texts in {@code stop}
 */
record RequestLimits(int minMaxTokens, int minLogprobs, int maxLogprobs, int maxStops) {

    static final RequestLimits OPENAI = new RequestLimits(0, 0, 5, 4);
}
