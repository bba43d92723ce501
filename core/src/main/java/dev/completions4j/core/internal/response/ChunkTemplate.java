// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import dev.completions4j.Choice;
import dev.completions4j.CompletionChunk;
import dev.completions4j.JsonValue;
import dev.completions4j.Usage;
import dev.completions4j.core.internal.response.ChunkOutline.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A chunk, and its JSON with holes for the values that differ from chunk to chunk.
 *
 * <p>An event with the same JSON between the holes differs only in their values; all other values are reused.
 */
final class ChunkTemplate {

    private final CompletionChunk chunk;
    private final Hole[] holes;
    private final ChoiceTemplate[] choices;
    private final @Nullable UsageTemplate usage;

    private final int minLength;

    /** The JSON after the last hole. */
    private final JsonLiteral end;

    ChunkTemplate(ChunkSkeleton skeleton, CompletionChunk chunk, ChoiceBounds bounds) {
        List<Hole> ofChunk = new ArrayList<>();
        List<Hole> ofUsage = new ArrayList<>();
        List<List<Hole>> ofChoices = new ArrayList<>();
        byte[] json = skeleton.json();
        int from = 0;
        for (Value value : skeleton.holes()) {
            Hole hole = new Hole(value.place(), value.name(), new JsonLiteral(json, from, value.start()));
            if (value.choice() >= 0) {
                if (ofChoices.isEmpty()) {
                    ofChunk.add(new Hole(Place.CHOICES, "", new JsonLiteral(json, from, from)));
                }
                if (ofChoices.size() == value.choice()) {
                    ofChoices.add(new ArrayList<>());
                }
                ofChoices.get(value.choice()).add(hole);
            } else if (value.place().isInUsage()) {
                if (ofUsage.isEmpty()) {
                    ofChunk.add(new Hole(Place.USAGE, "", new JsonLiteral(json, from, from)));
                }
                ofUsage.add(hole);
            } else {
                ofChunk.add(hole);
            }
            from = value.end();
        }
        this.chunk = chunk;
        this.minLength = skeleton.minLength();
        this.end = new JsonLiteral(json, from, json.length);
        this.holes = ofChunk.toArray(Hole[]::new);
        this.choices = new ChoiceTemplate[ofChoices.size()];
        for (int i = 0; i < choices.length; i++) {
            choices[i] = new ChoiceTemplate(bounds, chunk.choices().get(i), ofChoices.get(i));
        }
        this.usage = chunk.usage() == null ? null : new UsageTemplate(chunk.usage(), ofUsage);
    }

    /** Returns the minimum length of the JSON, at which it may end. */
    int minLength() {
        return minLength;
    }

    /** Reads an event's JSON and the blank line after it; the scanner fails if the event must be parsed. */
    CompletionChunk read(JsonScanner input) {
        String id = chunk.id();
        long created = chunk.created();
        String model = chunk.model();
        List<Choice> nextChoices = chunk.choices();
        String systemFingerprint = chunk.systemFingerprint();
        Usage nextUsage = chunk.usage();
        Map<String, JsonValue> properties = chunk.additionalProperties();
        for (Hole hole : holes) {
            input.skip(hole.before());
            switch (hole.place()) {
                case CHOICES -> nextChoices = choices(input);
                case USAGE -> nextUsage = usage(input);
                case ID -> id = input.string();
                case CREATED -> created = input.whole();
                case MODEL -> model = input.string();
                case SYSTEM_FINGERPRINT -> systemFingerprint = input.readsNull() ? null : input.string();
                default -> properties = ChoiceTemplate.with(hole.name(), input.value(), properties);
            }
        }
        input.skip(end);
        return new CompletionChunk(
                id,
                chunk.objectType(),
                created,
                model,
                nextChoices,
                systemFingerprint,
                nextUsage,
                properties,
                chunk.response());
    }

    private List<Choice> choices(JsonScanner input) {
        if (choices.length == 1) {
            return List.of(choices[0].read(input));
        }
        List<Choice> read = new ArrayList<>(choices.length);
        for (ChoiceTemplate each : choices) {
            read.add(each.read(input));
        }
        return read;
    }

    private @Nullable Usage usage(JsonScanner input) {
        return usage == null ? null : usage.read(input);
    }
}
