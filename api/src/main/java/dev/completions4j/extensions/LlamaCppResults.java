// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.extensions;

import dev.completions4j.Completion;
import dev.completions4j.CompletionChunk;
import dev.completions4j.JsonValue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what llama.cpp's server adds to completions. */
public final class LlamaCppResults {

    private LlamaCppResults() {}

    /** How long the server took; null if it does not tell. */
    public static @Nullable Timings timings(Completion completion) {
        return timings(completion.additionalProperties());
    }

    /** How long the server has taken so far; null if this chunk, in general any but the last, does not tell. */
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
