// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.flink;

import org.jspecify.annotations.Nullable;

/**
 * A choice of an {@link Answer}.
 *
 * @param index the zero-based index
 * @param text the text, possibly empty
 * @param finishReason the reason why generation ended, such as {@code stop} or {@code length}; null if not sent
 * @since 0.1.0
 */
public record AnswerChoice(int index, String text, @Nullable String finishReason) {

    /** Returns the choice with the length of its text instead of the text. */
    @Override
    public String toString() {
        return "AnswerChoice[index=" + index + ", text=" + text.length() + " chars, finishReason=" + finishReason + "]";
    }
}
