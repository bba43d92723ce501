// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

/**
 * The response that a load server sends to every request.
 *
 * @param delivery how the response is sent
 * @param tokens the number of tokens in a response; each is an event, unless the response is not streamed
 * @param choices the number of choices, which take turns
 * @param topLogprobs the number of alternatives per token; 0 for no logprobs
 * @param textBytes the minimum length of a token's text, in bytes; 0 for the length of a word
 * @param intervalMillis the time between two events of a paced response
 */
record Workload(Delivery delivery, int tokens, int choices, int topLogprobs, int textBytes, int intervalMillis) {

    /** Returns a non-streaming completion. */
    static Workload whole(int tokens) {
        return new Workload(Delivery.WHOLE, tokens, 1, 0, 0, 0);
    }

    /** Returns a stream of one choice, without logprobs, as fast as possible. */
    static Workload burst(int tokens) {
        return new Workload(Delivery.BURST, tokens, 1, 0, 0, 0);
    }

    /** Returns a stream of one choice, without logprobs, with one token per interval. */
    static Workload paced(int tokens, int intervalMillis) {
        return new Workload(Delivery.PACED, tokens, 1, 0, 0, intervalMillis);
    }

    Workload withChoices(int choices) {
        return new Workload(delivery, tokens, choices, topLogprobs, textBytes, intervalMillis);
    }

    Workload withTopLogprobs(int topLogprobs) {
        return new Workload(delivery, tokens, choices, topLogprobs, textBytes, intervalMillis);
    }

    Workload withTextBytes(int textBytes) {
        return new Workload(delivery, tokens, choices, topLogprobs, textBytes, intervalMillis);
    }

    boolean isStream() {
        return delivery != Delivery.WHOLE;
    }
}
