// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import dev.completions4j.Choice;
import dev.completions4j.FinishReason;
import dev.completions4j.JsonValue;
import dev.completions4j.Logprobs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A choice in a chunk, of which some values differ from chunk to chunk. */
final class ChoiceShape {

    private final Choice choice;
    private final Hole[] holes;

    ChoiceShape(Choice choice, List<Hole> holes) {
        this.choice = choice;
        this.holes = holes.toArray(Hole[]::new);
    }

    /** Reads the JSON up to the choice's last hole. */
    Choice read(JsonScanner input, JsonLiteral[] literals, ChoiceBounds bounds) {
        int index = choice.index();
        String text = choice.text();
        FinishReason finishReason = choice.finishReason();
        Logprobs logprobs = choice.logprobs();
        Map<String, JsonValue> properties = choice.additionalProperties();
        for (Hole hole : holes) {
            hole.skipBefore(input, literals);
            switch (hole.place()) {
                case TEXT -> text = input.string();
                case INDEX -> index = index(input, bounds);
                case LOGPROBS -> logprobs = LogprobsScanner.read(input);
                case FINISH_REASON -> finishReason = finishReason(input);
                default -> properties = with(hole.name(), input.value(), properties);
            }
        }
        return new Choice(index, bounds.promptIndex(index), text, finishReason, logprobs, properties);
    }

    private static int index(JsonScanner input, ChoiceBounds bounds) {
        long index = input.whole();
        if (!bounds.includes(index)) {
            input.fail();
        }
        return (int) index;
    }

    private static @Nullable FinishReason finishReason(JsonScanner input) {
        return input.readsNull() ? null : CompletionDecoder.finishReason(input.string());
    }

    /** Returns properties with another value for one of them, in the same order. */
    static Map<String, JsonValue> with(String name, JsonValue value, Map<String, JsonValue> properties) {
        Map<String, JsonValue> changed = new LinkedHashMap<>(properties);
        changed.put(name, value);
        return changed;
    }
}
