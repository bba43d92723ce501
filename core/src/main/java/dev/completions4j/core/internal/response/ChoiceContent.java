// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import dev.completions4j.Choice;
import dev.completions4j.FinishReason;
import dev.completions4j.JsonValue;
import dev.completions4j.Logprobs;
import dev.completions4j.TokenLogprob;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The accumulated content of one choice. */
final class ChoiceContent {

    private final GrowingText text = new GrowingText();

    /** Null before the first one. */
    private @Nullable GrowingProperties properties;

    private @Nullable GrowingProperties logprobsProperties;
    private @Nullable List<TokenLogprob> tokens;

    /** Adds a part; returns the growth in bytes, negative if the content has shrunk. */
    long add(Choice choice) {
        text.add(choice.text());
        long growth = Footprint.ofCharacters(choice.text());
        if (!choice.additionalProperties().isEmpty()) {
            properties = properties == null ? new GrowingProperties() : properties;
            growth += properties.add(choice.additionalProperties());
        }
        Logprobs logprobs = choice.logprobs();
        return logprobs == null ? growth : growth + add(logprobs);
    }

    private long add(Logprobs logprobs) {
        if (tokens == null) {
            tokens = new ArrayList<>();
        }
        long growth = 0;
        if (!logprobs.additionalProperties().isEmpty()) {
            logprobsProperties = logprobsProperties == null ? new GrowingProperties() : logprobsProperties;
            growth = logprobsProperties.add(logprobs.additionalProperties());
        }
        for (TokenLogprob token : logprobs.tokens()) {
            tokens.add(token);
            growth += Footprint.of(token);
        }
        return growth;
    }

    Choice choice(int index, int promptIndex, @Nullable FinishReason finishReason) {
        Logprobs logprobs = tokens == null ? null : new Logprobs(tokens, whole(logprobsProperties));
        return new Choice(index, promptIndex, text.whole(), finishReason, logprobs, whole(properties));
    }

    private static Map<String, JsonValue> whole(@Nullable GrowingProperties properties) {
        return properties == null ? Map.of() : properties.whole();
    }
}
