// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import dev.completions4j.Choice;
import dev.completions4j.CompletionChunk;
import dev.completions4j.JsonValue;
import dev.completions4j.ResponseInfo;
import dev.completions4j.Usage;
import dev.completions4j.core.internal.response.ChunkOutline.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of similar chunks, or of similar whole completions, with holes for the values that differ from one to the next.
 *
 * <p>Between the holes are literals. Those that contain an {@linkplain Place#isOfStream id or time of creation} differ from
 * stream to stream; each stream has its own. Immutable, and shared by the streams of a client.
 */
final class ChunkShape {

    private final ChunkSkeleton skeleton;

    /** The values that are not in holes; without choices and additional properties, and without a response. */
    private final CompletionChunk sample;

    private final PropertiesShape properties;

    private final Hole[] holes;
    private final ChoiceShape[] choices;
    /** How many choices the response to a request must be allowed to have. */
    private final int neededChoices;

    private final boolean hasIndexes;
    private final @Nullable UsageShape usage;

    /** Those before each hole, and that at the end. */
    private final JsonLiteral[] literals;

    /** @param chunk the chunk from which the skeleton was made */
    ChunkShape(ChunkSkeleton skeleton, CompletionChunk chunk) {
        this.skeleton = skeleton;
        this.literals = skeleton.literals();
        List<Hole> ofChunk = new ArrayList<>();
        List<Hole> ofUsage = new ArrayList<>();
        List<List<Hole>> ofChoices = new ArrayList<>();
        int before = 0;
        for (Value value : skeleton.holes()) {
            Hole hole = new Hole(value.place(), value.name(), before);
            if (value.choice() >= 0) {
                if (ofChoices.isEmpty()) {
                    ofChunk.add(new Hole(Place.CHOICES, "", Hole.NOTHING));
                }
                if (ofChoices.size() == value.choice()) {
                    ofChoices.add(new ArrayList<>());
                }
                ofChoices.get(value.choice()).add(hole);
            } else if (value.place().isInUsage()) {
                if (ofUsage.isEmpty()) {
                    ofChunk.add(new Hole(Place.USAGE, "", Hole.NOTHING));
                }
                ofUsage.add(hole);
            } else {
                ofChunk.add(hole);
            }
            before++;
        }
        this.sample = withoutDetails(chunk, skeleton.placesOfHoles());
        this.properties = new PropertiesShape(chunk.additionalProperties(), ofChunk);
        this.holes = ofChunk.toArray(Hole[]::new);
        this.choices = new ChoiceShape[ofChoices.size()];
        int needed = choices.length;
        for (int i = 0; i < choices.length; i++) {
            choices[i] = new ChoiceShape(chunk.choices().get(i), ofChoices.get(i));
            needed = Math.max(needed, choices[i].usualIndex() + 1);
        }
        this.neededChoices = needed;
        this.hasIndexes = skeleton.count(Place.INDEX) == choices.length;
        this.usage = sample.usage() == null ? null : new UsageShape(sample.usage(), ofUsage);
    }

    private static CompletionChunk withoutDetails(CompletionChunk chunk, Set<Place> holes) {
        return new CompletionChunk(
                holes.contains(Place.ID) ? "" : chunk.id(),
                chunk.objectType(),
                holes.contains(Place.CREATED) ? 0 : chunk.created(),
                holes.contains(Place.MODEL) ? "" : chunk.model(),
                List.of(),
                holes.contains(Place.SYSTEM_FINGERPRINT) ? null : chunk.systemFingerprint(),
                chunk.usage(),
                Map.of(),
                ResponseInfo.unknown());
    }

    ChunkSkeleton skeleton() {
        return skeleton;
    }

    int holeCount() {
        return literals.length - 1;
    }

    /**
     * Returns whether a chunk has this shape.
     *
     * @param changes how often each value of the chunk's stream has changed
     */
    boolean fits(ChunkOutline chunk, byte[] changes) {
        return skeleton.fits(chunk, changes);
    }

    /** Returns whether a completion has this shape, all of whose values are holes. */
    boolean fits(ChunkOutline completion) {
        return skeleton.fits(completion);
    }

    /** Returns whether a completion begins and ends like this shape, all of whose values are holes. */
    boolean mayFit(JsonScanner completion) {
        return completion.isBetween(literals[0], literals[literals.length - 1]);
    }

    /** Returns whether the response to a request may have these choices; an index in a hole is checked when it is read. */
    boolean isWithin(ChoiceBounds bounds) {
        return neededChoices <= bounds.max() && (hasIndexes || bounds.isSingle());
    }

    /** Returns the literals of a stream. */
    JsonLiteral[] literalsOf(ChunkSkeleton ofStream) {
        JsonLiteral[] all = ofStream.literals();
        boolean[] own = ofStream.literalsOfStream();
        for (int i = 0; i < all.length; i++) {
            all[i] = own[i] ? all[i].copy() : literals[i];
        }
        return all;
    }

    /** Returns a copy of the literals. */
    JsonLiteral[] literals() {
        return literals.clone();
    }

    /** Returns the id of a stream that has none. */
    String usualId() {
        return sample.id();
    }

    /** Returns the time of creation of a stream that has none. */
    long usualCreated() {
        return sample.created();
    }

    /**
     * Reads a whole completion all of whose values are in holes; the scanner fails if it must be parsed.
     *
     * @return the completion without its response
     */
    CompletionChunk read(ChunkScanner scanner, ChoiceBounds bounds) {
        return read(scanner, literals, sample.id(), sample.created(), bounds, sample.response());
    }

    /**
     * Reads an event's JSON and the blank line after it; the scanner fails if the event must be parsed.
     *
     * @param literals those of the stream
     * @param usualId the id in the stream's chunks, unless it is in a hole
     * @param usualCreated the time in the stream's chunks, unless it is in a hole
     */
    CompletionChunk read(
            ChunkScanner scanner,
            JsonLiteral[] literals,
            String usualId,
            long usualCreated,
            ChoiceBounds bounds,
            ResponseInfo response) {
        JsonScanner input = scanner.json();
        String id = usualId;
        long created = usualCreated;
        String model = sample.model();
        List<Choice> nextChoices = sample.choices();
        String systemFingerprint = sample.systemFingerprint();
        Usage nextUsage = sample.usage();
        JsonValue[] values = null;
        for (Hole hole : holes) {
            hole.skipBefore(input, literals);
            switch (hole.place()) {
                case CHOICES -> nextChoices = choices(scanner, literals, bounds);
                case USAGE -> nextUsage = usage(input, literals);
                case ID -> id = input.string();
                case CREATED -> created = input.whole();
                case MODEL -> model = input.string();
                case SYSTEM_FINGERPRINT -> systemFingerprint = input.readsNull() ? null : input.string();
                default -> values = properties.with(hole, input.value(), values);
            }
        }
        input.skip(literals[literals.length - 1]);
        return new CompletionChunk(
                id,
                sample.objectType(),
                created,
                model,
                nextChoices,
                systemFingerprint,
                nextUsage,
                properties.of(values),
                response);
    }

    private List<Choice> choices(ChunkScanner scanner, JsonLiteral[] literals, ChoiceBounds bounds) {
        if (choices.length == 1) {
            return List.of(choices[0].read(scanner, literals, bounds));
        }
        List<Choice> read = new ArrayList<>(choices.length);
        for (ChoiceShape each : choices) {
            if (scanner.json().hasFailed()) {
                break;
            }
            read.add(each.read(scanner, literals, bounds));
        }
        return read;
    }

    private @Nullable Usage usage(JsonScanner input, JsonLiteral[] literals) {
        return usage == null ? null : usage.read(input, literals);
    }
}
