// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.request;

import dev.completions4j.Prompt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** About how many bytes a prompt has as JSON, so that a large one is written without its buffer growing. */
final class PromptSize {

    /** Vocabularies have hundreds of thousands of tokens: six digits and a comma. */
    private static final int BYTES_PER_TOKEN = 7;

    private PromptSize() {}

    /** Right for plain text; too low for text that is escaped or not ASCII. */
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

    /** With an eighth for what is escaped. */
    private static int bytesOfText(String text) {
        return saturated(text.length() + text.length() / 8L);
    }

    private static int bytesOfTokens(int count) {
        return saturated((long) BYTES_PER_TOKEN * count);
    }

    private static int sum(IntStream sizes) {
        return saturated(sizes.asLongStream().sum());
    }

    /** An estimate may be wrong, but no array is longer. */
    private static int saturated(long size) {
        return (int) Math.min(size, JsonBuffer.MAX_LENGTH);
    }
}
