// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.stream;

import dev.completions4j.Completion;
import dev.completions4j.CompletionChunk;
import dev.completions4j.MalformedResponseException;
import dev.completions4j.core.internal.body.ResponseLimits;
import dev.completions4j.core.internal.response.DefaultCompletionAccumulator;
import org.jspecify.annotations.Nullable;

/** Accumulates the chunks of a stream up to a limit. Not thread-safe. */
final class LimitedAccumulator {

    private final DefaultCompletionAccumulator accumulator;
    private final long maxBytes;

    LimitedAccumulator(ResponseLimits limits) {
        this.accumulator = new DefaultCompletionAccumulator(limits.retention());
        this.maxBytes = limits.maxBytes();
    }

    /** @throws MalformedResponseException if the accumulated part exceeds the limit */
    void add(CompletionChunk chunk) {
        accumulator.add(chunk);
        if (accumulator.keptBytes() > maxBytes) {
            throw new MalformedResponseException(
                    "The accumulated stream exceeds the limit of " + maxBytes + " bytes (maxResponseBytes); raise the"
                            + " limit, or disable keepText if the whole text is not needed",
                    null,
                    chunk.response(),
                    completion());
        }
    }

    /** See {@link DefaultCompletionAccumulator#allChoicesFinished}. */
    boolean allChoicesFinished(int fewest) {
        return accumulator.allChoicesFinished(fewest);
    }

    /** Returns the accumulated completion; null before the first chunk. */
    @Nullable Completion completion() {
        return accumulator.snapshot();
    }
}
