// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.extensions;

import dev.completions4j.Completion;
import dev.completions4j.CompletionChunk;
import dev.completions4j.JsonValue;
import dev.completions4j.Preview;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads properties that llama.cpp's server adds to completions.
 *
 * @since 0.1.0
 */
@Preview
public final class LlamaCppResults {

    private LlamaCppResults() {}

    /**
     * Returns the processing times of a completion; null if not sent.
     *
     * @param completion the completion
     */
    public static @Nullable Timings timings(Completion completion) {
        return timings(completion.additionalProperties());
    }

    /**
     * Returns the processing times so far; null if not in this chunk, usually in all but the last.
     *
     * @param chunk the chunk
     */
    public static @Nullable Timings timings(CompletionChunk chunk) {
        return timings(chunk.additionalProperties());
    }

    private static @Nullable Timings timings(Map<String, JsonValue> properties) {
        Map<String, JsonValue> timings = Lenient.members(properties.get("timings"));
        return timings.isEmpty()
                ? null
                : new Timings(
                        Lenient.whole(timings, "cache_n"),
                        Lenient.whole(timings, "prompt_n"),
                        Lenient.milliseconds(timings, "prompt_ms"),
                        Lenient.whole(timings, "predicted_n"),
                        Lenient.milliseconds(timings, "predicted_ms"),
                        Lenient.whole(timings, "draft_n"),
                        Lenient.whole(timings, "draft_n_accepted"));
    }
}
