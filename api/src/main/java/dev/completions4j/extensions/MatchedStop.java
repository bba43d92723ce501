// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.extensions;

import dev.completions4j.Preview;

/**
 * The stop sequence or token of the request that ended the text.
 *
 * @since 0.1.0
 */
@Preview
public sealed interface MatchedStop {

    /**
     * A stop token.
     *
     * @param id the token id
     */
    record Token(int id) implements MatchedStop {}

    /**
     * A stop sequence.
     *
     * @param text the text, as in the request
     */
    record Text(String text) implements MatchedStop {}
}
