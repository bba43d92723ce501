// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import java.util.List;

/** A prompt, and its tokens, whose concatenation is its text. */
record TokenizedPrompt(String text, List<String> tokens) {

    static TokenizedPrompt of(String text) {
        return new TokenizedPrompt(text, FakeTokenizer.split(text).toList());
    }

    static TokenizedPrompt of(List<String> tokens) {
        return new TokenizedPrompt(String.join("", tokens), List.copyOf(tokens));
    }
}
