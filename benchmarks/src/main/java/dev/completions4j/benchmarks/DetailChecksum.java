// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import org.jspecify.annotations.Nullable;

/** The sums of the values that events contain besides their texts. Not thread-safe. */
final class DetailChecksum {

    /** Log probabilities are multiples of this, so that their sum does not depend on their order. */
    private static final double LOGPROB_STEP = 1.0 / 1024;

    private long tokenIds;
    private long usage;
    private long logprobs;

    void addTokenId(int id) {
        tokenIds += id;
    }

    void addUsage(int completionTokens) {
        usage += completionTokens;
    }

    /** Adds the log probability of a token or of an alternative. */
    void addLogprob(double logprob) {
        logprobs += Math.round(logprob / LOGPROB_STEP);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DetailChecksum that
                && tokenIds == that.tokenIds
                && usage == that.usage
                && logprobs == that.logprobs;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(31 * (31 * tokenIds + usage) + logprobs);
    }

    @Override
    public String toString() {
        return "token ids " + tokenIds + ", usage " + usage + ", logprobs " + logprobs;
    }
}
