// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import org.jspecify.annotations.Nullable;

/**
 * Accumulates the chunks of one stream, whose choices may be interleaved in any order, into the completion that the
 * server would have sent without streaming.
 *
 * <p>Not safe for use by multiple threads. Obtain instances from {@link CompletionsClient#newAccumulator()}. Not meant
 * to be implemented; methods may be added.
 *
 * @since 0.1.0
 */
public interface CompletionAccumulator {

    /**
     * Adds the next chunk.
     *
     * @param chunk the chunk
     */
    void add(CompletionChunk chunk);

    /**
     * Returns the completion accumulated so far; null if no chunk was added. May be called at any time and repeatedly.
     */
    @Nullable Completion snapshot();
}
