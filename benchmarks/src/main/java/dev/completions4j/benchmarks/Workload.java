// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

/**
 * What a load server answers to every request.
 *
 * @param delivery how it is sent
 * @param tokens of an answer; each is an event, unless the answer is sent whole
 * @param choices among which the tokens take turns
 * @param topLogprobs the alternatives that are told for each token; 0 for no logprobs at all
 * @param textBytes the least length of a token's text, in bytes; 0 for that of a word
 * @param intervalMillis between two events of a paced answer
 */
record Workload(Delivery delivery, int tokens, int choices, int topLogprobs, int textBytes, int intervalMillis) {

    /** A completion as a whole. */
    static Workload whole(int tokens) {
        return new Workload(Delivery.WHOLE, tokens, 1, 0, 0, 0);
    }

    /** A stream of one choice, without logprobs, as fast as it goes. */
    static Workload burst(int tokens) {
        return new Workload(Delivery.BURST, tokens, 1, 0, 0, 0);
    }

    /** A stream of one choice, without logprobs, with one token in each interval. */
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
