// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import org.jspecify.annotations.Nullable;

/**
 * Folds the chunks of one stream, in whatever order the choices take turns, into the completion that the server would
 * have sent as a whole.
 *
 * <p>Not safe for use by several threads at once. {@link CompletionsClient#newAccumulator()} makes one.
 */
public interface CompletionAccumulator {

    /** Adds the next chunk. */
    void add(CompletionChunk chunk);

    /** What the chunks so far amount to; null if there was none. At any time, as often as wanted. */
    @Nullable Completion snapshot();
}
