// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

/**
 * The response that a load server sends to every request.
 *
 * @param delivery how the response is sent
 * @param tokens the number of tokens in a response; each is an event, unless the response is not streamed
 * @param choices the number of choices, which take turns
 * @param detail what an event contains besides a text
 * @param textBytes the minimum length of a token's text, in bytes; 0 for the length of a word
 * @param intervalMillis the time between two events of a paced response, or before a whole one
 */
record Workload(Delivery delivery, int tokens, int choices, Detail detail, int textBytes, int intervalMillis) {

    /** Returns a non-streaming completion. */
    static Workload whole(int tokens) {
        return new Workload(Delivery.WHOLE, tokens, 1, Detail.TEXT, 0, 0);
    }

    /** Returns a stream of the texts of one choice, as fast as possible. */
    static Workload burst(int tokens) {
        return new Workload(Delivery.BURST, tokens, 1, Detail.TEXT, 0, 0);
    }

    /** Returns a stream of the texts of one choice, with one token per interval, whose text starts with the time. */
    static Workload paced(int tokens, int intervalMillis) {
        return new Workload(Delivery.PACED, tokens, 1, Detail.TEXT, 0, intervalMillis);
    }

    /** Returns the same workload without the time in paced texts. */
    Workload withoutStamps() {
        return new Workload(Delivery.PACED_UNSTAMPED, tokens, choices, detail, textBytes, intervalMillis);
    }

    /** Returns the same workload, with an answer that takes some time. */
    Workload after(int millis) {
        return new Workload(delivery, tokens, choices, detail, textBytes, millis);
    }

    Workload withChoices(int choices) {
        return new Workload(delivery, tokens, choices, detail, textBytes, intervalMillis);
    }

    Workload withDetail(Detail detail) {
        return new Workload(delivery, tokens, choices, detail, textBytes, intervalMillis);
    }

    Workload withTextBytes(int textBytes) {
        return new Workload(delivery, tokens, choices, detail, textBytes, intervalMillis);
    }

    boolean isStream() {
        return delivery != Delivery.WHOLE;
    }
}
