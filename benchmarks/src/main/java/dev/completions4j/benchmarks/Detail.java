// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

/** What the events of a stream contain besides a text. */
enum Detail {
    /** Nothing. */
    TEXT(0),
    /** The log probabilities of the token and of five alternatives. */
    LOGPROBS(5),
    /** The same, and the token's id, the usage so far, and an obfuscation whose length varies. */
    ALL(5);

    private final int topLogprobs;

    Detail(int topLogprobs) {
        this.topLogprobs = topLogprobs;
    }

    /** Returns the number of alternatives per token; 0 for no logprobs. */
    int topLogprobs() {
        return topLogprobs;
    }
}
