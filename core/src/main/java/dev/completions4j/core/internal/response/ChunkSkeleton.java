// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.completions4j.core.internal.response.ChunkOutline.Value;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The JSON of a chunk or a whole completion without the values that differ from one to the next. Immutable. */
final class ChunkSkeleton {

    /** The bytes after the JSON of a chunk: the end of its line, and an empty one. */
    static final byte[] END_OF_EVENT = "\n\n".getBytes(UTF_8);

    /** In place of a value. */
    static final byte HOLE = '0';

    /** Servers change some values only once, after the first chunk. */
    private static final byte CHANGES_OF_A_HOLE = 2;

    private final ChunkOutline outline;

    /** How often each value has changed; those that have changed often are holes. */
    private final byte[] changes;

    private ChunkSkeleton(ChunkOutline outline, byte[] changes) {
        this.outline = outline;
        this.changes = changes;
    }

    /** Returns how often values have changed in a stream of one chunk: only texts are known to differ. */
    static byte[] changesAtFirst(ChunkOutline chunk) {
        List<Value> values = chunk.values();
        byte[] changes = new byte[values.size()];
        for (int i = 0; i < changes.length; i++) {
            changes[i] = values.get(i).place() == Place.TEXT ? CHANGES_OF_A_HOLE : 0;
        }
        return changes;
    }

    /** Returns the skeleton of a whole completion: all its values are holes. */
    static ChunkSkeleton ofWhole(ChunkOutline completion) {
        byte[] changes = new byte[completion.values().size()];
        Arrays.fill(changes, CHANGES_OF_A_HOLE);
        return of(completion, changes);
    }

    /**
     * Returns the skeleton of a chunk.
     *
     * @param changes how often each value has changed
     */
    static ChunkSkeleton of(ChunkOutline chunk, byte[] changes) {
        byte[] json = chunk.json();
        ByteArrayOutputStream skeleton = new ByteArrayOutputStream(json.length);
        int from = 0;
        for (int i = 0; i < changes.length; i++) {
            if (changes[i] == CHANGES_OF_A_HOLE) {
                Value value = chunk.values().get(i);
                skeleton.write(json, from, value.start() - from);
                skeleton.write(HOLE);
                from = value.end();
            }
        }
        skeleton.write(json, from, json.length - from);
        return of(skeleton.toByteArray(), changes);
    }

    /** Returns the skeleton with the given JSON. */
    static ChunkSkeleton of(byte[] json, byte[] changes) {
        return new ChunkSkeleton(Objects.requireNonNull(ChunkOutline.of(json), "a skeleton has an outline"), changes);
    }

    /** Returns how often values have changed after another chunk of the same stream. */
    byte[] changesAfter(ChunkOutline chunk) {
        if (!outline.isLike(chunk)) {
            return changesAtFirst(chunk);
        }
        byte[] counts = changes.clone();
        for (int i = 0; i < counts.length; i++) {
            if (!isHole(i) && !outline.hasEqual(i, chunk)) {
                counts[i]++;
            }
        }
        return counts;
    }

    /**
     * Returns whether a chunk of any stream has this skeleton, and all holes that its stream needs.
     *
     * @param needed how often each value has changed in its stream
     */
    boolean fits(ChunkOutline chunk, byte[] needed) {
        if (!outline.isLike(chunk)) {
            return false;
        }
        for (int i = 0; i < changes.length; i++) {
            if (!isHole(i) && (needed[i] == CHANGES_OF_A_HOLE || !(isOfStream(i) || outline.hasEqual(i, chunk)))) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether a completion has this skeleton, all of whose values are holes. */
    boolean fits(ChunkOutline completion) {
        return outline.isLike(completion);
    }

    /**
     * Returns how often values have changed in a stream, if those that are holes here are known to differ; usually the array
     * of this skeleton, which all streams share.
     */
    byte[] changesWithHoles(byte[] ofStream) {
        byte[] counts = ofStream.clone();
        for (int i = 0; i < counts.length; i++) {
            counts[i] = isHole(i) ? CHANGES_OF_A_HOLE : counts[i];
        }
        return Arrays.equals(counts, changes) ? changes : counts;
    }

    /** Returns how often values have changed in a stream of one chunk with this skeleton. */
    byte[] changesAtFirst() {
        return changesWithHoles(new byte[changes.length]);
    }

    /** Returns the skeleton that also has holes for the values that differ from stream to stream. */
    ChunkSkeleton withHolesOfStreams() {
        byte[] all = changes.clone();
        for (int i = 0; i < all.length; i++) {
            all[i] = isOfStream(i) ? CHANGES_OF_A_HOLE : all[i];
        }
        return new ChunkSkeleton(outline, all);
    }

    int length() {
        return outline.json().length;
    }

    /** Returns the kinds of places in which holes are. */
    Set<Place> placesOfHoles() {
        return holes().stream().map(Value::place).collect(Collectors.toUnmodifiableSet());
    }

    /** Returns the number of values in a kind of place. */
    int count(Place place) {
        return (int) outline.values().stream()
                .filter(value -> value.place() == place)
                .count();
    }

    /** Returns the values that are holes, in order. */
    List<Value> holes() {
        return IntStream.range(0, changes.length)
                .filter(this::isHole)
                .mapToObj(outline.values()::get)
                .toList();
    }

    /** Returns the JSON before each hole and after the last one, of a chunk with the blank line after the event. */
    JsonLiteral[] literals() {
        byte[] json = outline.json();
        List<Value> holes = holes();
        JsonLiteral[] literals = new JsonLiteral[holes.size() + 1];
        int from = 0;
        for (int i = 0; i < holes.size(); i++) {
            literals[i] = new JsonLiteral(json, from, holes.get(i).start());
            from = holes.get(i).end();
        }
        literals[holes.size()] = new JsonLiteral(json, from, json.length);
        return literals;
    }

    /** Returns for each literal whether it contains a value that differs from stream to stream. */
    boolean[] literalsOfStream() {
        boolean[] ofStream = new boolean[holes().size() + 1];
        int literal = 0;
        for (int i = 0; i < changes.length; i++) {
            if (isHole(i)) {
                literal++;
            } else {
                ofStream[literal] |= isOfStream(i);
            }
        }
        return ofStream;
    }

    private boolean isHole(int value) {
        return changes[value] == CHANGES_OF_A_HOLE;
    }

    private boolean isOfStream(int value) {
        return outline.values().get(value).place().isOfStream();
    }
}
