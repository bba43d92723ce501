// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.stream;

import dev.completions4j.Choice;
import dev.completions4j.CompletionChunk;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds the first chunk with text. Used by one thread at a time. */
final class FirstChunk implements Predicate<CompletionChunk> {

    private @Nullable CompletionChunk chunk;

    /** Returns whether another chunk is needed. */
    @Override
    public boolean test(CompletionChunk next) {
        if (hasText(next.choices())) {
            chunk = next;
        }
        return chunk == null;
    }

    /** Returns the first chunk with text; null if there was none. */
    @Nullable CompletionChunk chunk() {
        return chunk;
    }

    private static boolean hasText(List<Choice> choices) {
        return choices.stream().anyMatch(choice -> !choice.text().isEmpty());
    }
}
