// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.extensions;

/** What of the request's stops ended the text. */
public sealed interface MatchedStop {

    /**
     * One of the tokens at which generation ends.
     *
     * @param id its id
     */
    record Token(int id) implements MatchedStop {}

    /**
     * One of the texts at which generation ends.
     *
     * @param text as the request has it
     */
    record Text(String text) implements MatchedStop {}
}
