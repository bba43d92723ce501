// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

/**
 * The tokens that the server reported in the answers of one run.
 *
 * @param prompt the tokens of the prompts
 * @param completion the tokens of the completions
 * @since 0.1.0
 */
public record BatchTokens(long prompt, long completion) {

    static final BatchTokens NONE = new BatchTokens(0, 0);

    /** Returns the sum of both. */
    public long total() {
        return prompt + completion;
    }
}
