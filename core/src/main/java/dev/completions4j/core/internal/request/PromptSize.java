// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.request;

import dev.completions4j.Prompt;
import dev.completions4j.core.internal.json.JsonWriter;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Estimates the size of a prompt in JSON, so that the buffer need not grow for a large one. */
final class PromptSize {

    /** Six digits, for vocabularies of hundreds of thousands of tokens, and a comma. */
    private static final int BYTES_PER_TOKEN = 7;

    /** The number of chars that are looked at in a longer text. */
    private static final int SAMPLE = 256;

    private PromptSize() {}

    /** Returns the estimated size in bytes, which is too low for text with many escapes. */
    static int estimate(@Nullable Prompt prompt) {
        if (prompt instanceof Prompt.Text text) {
            return bytesOfText(text.text());
        }
        if (prompt instanceof Prompt.Texts texts) {
            return sum(texts.texts().stream().mapToInt(PromptSize::bytesOfText));
        }
        if (prompt instanceof Prompt.Tokens tokens) {
            return bytesOfTokens(tokens.ids().size());
        }
        if (prompt instanceof Prompt.TokenLists lists) {
            return sum(lists.lists().stream().mapToInt(ids -> bytesOfTokens(ids.size())));
        }
        return 0;
    }

    /** Adds an eighth for escapes. */
    private static int bytesOfText(String text) {
        int step = Math.max(1, text.length() / SAMPLE);
        long bytes = 0;
        for (int i = 0; i < text.length(); i += step) {
            bytes += (long) bytesOfChar(text.charAt(i)) * step;
        }
        return saturated(bytes + bytes / 8);
    }

    private static int bytesOfChar(char c) {
        return c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }

    private static int bytesOfTokens(int count) {
        return saturated((long) BYTES_PER_TOKEN * count);
    }

    private static int sum(IntStream sizes) {
        return saturated(sizes.asLongStream().sum());
    }

    /** Limits an estimate to the maximum length of an array. */
    private static int saturated(long size) {
        return (int) Math.min(size, JsonWriter.MAX_LENGTH);
    }
}
