// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

/** What a server counts and logs at the end of a choice. */
enum EndStyle {
    /** Only the tokens of the text. */
    TEXT_ONLY,
    /** Also the end-of-text token. */
    END_TOKEN,
    /** Also the end-of-text token, and the tokens of a stop sequence, which are not in the text. */
    END_TOKEN_AND_STOP;

    boolean hasEndToken() {
        return this != TEXT_ONLY;
    }

    boolean logsStop() {
        return this == END_TOKEN_AND_STOP;
    }
}
