// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.extensions;

import dev.completions4j.Choice;
import org.jspecify.annotations.Nullable;

/** Reads what SGLang adds to choices. */
public final class SglangResults {

    private SglangResults() {}

    /** What ended the text; null if it was the length, or the text goes on. */
    public static @Nullable MatchedStop matchedStop(Choice choice) {
        return Lenient.matchedStop(choice.additionalProperties(), "matched_stop");
    }
}
