// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

/** What a server counts and logs at the end of a choice. */
enum EndStyle {
    /** The tokens of the text. */
    TEXT_ONLY,
    /** The token that ends the text, too. */
    END_TOKEN,
    /** The token that ends the text, and the tokens of a stop, which are not in the text. */
    END_TOKEN_AND_STOP;

    boolean hasEndToken() {
        return this != TEXT_ONLY;
    }

    boolean logsStop() {
        return this == END_TOKEN_AND_STOP;
    }
}
