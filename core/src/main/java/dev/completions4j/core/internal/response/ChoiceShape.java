// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import dev.completions4j.Choice;
import dev.completions4j.FinishReason;
import dev.completions4j.JsonValue;
import dev.completions4j.Logprobs;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A choice in a chunk, of which some values differ from chunk to chunk. */
final class ChoiceShape {

    // The values that do not differ.

    private final int usualIndex;
    private final @Nullable FinishReason usualFinishReason;
    private final @Nullable Logprobs usualLogprobs;
    private final PropertiesShape properties;

    private final Hole[] holes;

    ChoiceShape(Choice choice, List<Hole> holes) {
        this.usualIndex = hasHole(Place.INDEX, holes) ? 0 : choice.index();
        this.usualFinishReason = hasHole(Place.FINISH_REASON, holes) ? null : choice.finishReason();
        this.usualLogprobs = hasHole(Place.LOGPROBS, holes) ? null : choice.logprobs();
        this.properties = new PropertiesShape(choice.additionalProperties(), holes);
        this.holes = holes.toArray(Hole[]::new);
    }

    private static boolean hasHole(Place place, List<Hole> holes) {
        return holes.stream().anyMatch(hole -> hole.place() == place);
    }

    /** Returns the index of a choice whose index is not in a hole. */
    int usualIndex() {
        return usualIndex;
    }

    /** Reads the JSON up to the choice's last hole. */
    Choice read(ChunkScanner scanner, JsonLiteral[] literals, ChoiceBounds bounds) {
        JsonScanner input = scanner.json();
        int index = usualIndex;
        String text = "";
        FinishReason finishReason = usualFinishReason;
        Logprobs logprobs = usualLogprobs;
        JsonValue[] values = null;
        for (Hole hole : holes) {
            hole.skipBefore(input, literals);
            switch (hole.place()) {
                case TEXT -> text = input.string();
                case INDEX -> index = index(input, bounds);
                case LOGPROBS -> logprobs = scanner.logprobs().read();
                case FINISH_REASON -> finishReason = finishReason(input);
                default -> values = properties.with(hole, input.value(), values);
            }
        }
        return new Choice(index, bounds.promptIndex(index), text, finishReason, logprobs, properties.of(values));
    }

    private static int index(JsonScanner input, ChoiceBounds bounds) {
        long index = input.whole();
        if (!bounds.includes(index)) {
            input.fail();
        }
        return (int) index;
    }

    private static @Nullable FinishReason finishReason(JsonScanner input) {
        return input.readsNull() ? null : CompletionParser.finishReason(input.string());
    }
}
