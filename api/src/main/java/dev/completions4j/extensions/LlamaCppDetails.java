// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.extensions;

import dev.completions4j.JsonValue;
import dev.completions4j.Preview;
import dev.completions4j.TokenIds;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Details about a choice from llama.cpp (the property {@code __verbose} of build b11549, October 2026), which the server's
 * documentation describes as debugging information. Components that the server does not report are null.
 *
 * @param choiceIndex the index of the choice
 * @param tokens the token ids of the text; empty in a completion unless requested with
 *     {@link LlamaCppParameters.Builder#returnTokens}
 * @param slot the slot of the server that processed the request
 * @param stopType why generation ended: {@code eos}, {@code limit}, {@code word}, or {@code none} while it continues
 * @param stopSequence the stop sequence that ended the text; null if none did
 * @param truncated whether the context was exceeded
 * @param settings the parameters in effect, keyed by the server's names; empty in all chunks but the last
 * @since 0.1.0
 */
@Preview
public record LlamaCppDetails(
        @Nullable Integer choiceIndex,
        @Nullable TokenIds tokens,
        @Nullable Integer slot,
        @Nullable String stopType,
        @Nullable String stopSequence,
        @Nullable Boolean truncated,
        Map<String, JsonValue> settings) {

    /** Returns the components without the stop sequence and with the names of the settings only. */
    @Override
    public String toString() {
        return "LlamaCppDetails[choiceIndex=" + choiceIndex + ", tokens=" + tokens + ", slot=" + slot + ", stopType="
                + stopType + ", truncated=" + truncated + ", settings=" + settings.keySet() + "]";
    }
}
