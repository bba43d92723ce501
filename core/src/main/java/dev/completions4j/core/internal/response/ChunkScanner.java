// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import org.jspecify.annotations.Nullable;

/** Reads the values in the holes of chunks. To be used by one callback at a time. Not thread-safe. */
final class ChunkScanner {

    private final JsonScanner json;

    /** Null before the first log probabilities, which most streams do not have. */
    private @Nullable LogprobsScanner logprobs;

    ChunkScanner(ShortTexts shortTexts) {
        this.json = new JsonScanner(shortTexts);
    }

    /** Forgets the text that was read, and the values that it had. */
    void forget() {
        json.forget();
        if (logprobs != null) {
            logprobs.forget();
        }
    }

    JsonScanner json() {
        return json;
    }

    LogprobsScanner logprobs() {
        LogprobsScanner current = logprobs;
        if (current == null) {
            current = new LogprobsScanner(json);
            logprobs = current;
        }
        return current;
    }
}
