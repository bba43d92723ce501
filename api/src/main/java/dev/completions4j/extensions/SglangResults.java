// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.extensions;

import dev.completions4j.Choice;
import dev.completions4j.Preview;
import org.jspecify.annotations.Nullable;

/**
 * Reads properties that SGLang adds to choices.
 *
 * @since 0.1.0
 */
@Preview
public final class SglangResults {

    private SglangResults() {}

    /**
     * Returns the stop sequence or token that ended the text; null if the length limit ended it, or if it is
     * unfinished.
     *
     * @param choice the choice
     */
    public static @Nullable MatchedStop matchedStop(Choice choice) {
        return Lenient.matchedStop(choice.additionalProperties(), "matched_stop");
    }
}
