// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.completions4j.core.internal.response.ChunkOutline.Value;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The JSON of a chunk without the values that differ from chunk to chunk. */
final class ChunkSkeleton {

    /** The bytes after the JSON: the end of its line, and an empty one. */
    static final byte[] END_OF_EVENT = "\n\n".getBytes(UTF_8);

    /** Servers change some values only once, after the first chunk. */
    private static final byte CHANGES_OF_A_HOLE = 2;

    /** The JSON, with a digit in place of each of these values. */
    private final byte[] json;

    /** How often each value has changed. */
    private final byte[] changes;

    private ChunkSkeleton(byte[] json, byte[] changes) {
        this.json = json;
        this.changes = changes;
    }

    /** Returns the skeleton of a chunk of which only the texts are known to differ. */
    static ChunkSkeleton of(ChunkOutline chunk) {
        List<Value> values = chunk.values();
        byte[] changes = new byte[values.size()];
        for (int i = 0; i < changes.length; i++) {
            changes[i] = values.get(i).place() == Place.TEXT ? CHANGES_OF_A_HOLE : 0;
        }
        return of(chunk, changes);
    }

    /** Returns the skeleton of a later chunk; null if it differs only in values that are known to differ. */
    @Nullable ChunkSkeleton next(ChunkOutline chunk) {
        ChunkOutline before = ChunkOutline.of(json);
        if (before == null || !before.isLike(chunk)) {
            return of(chunk);
        }
        byte[] counts = changes.clone();
        for (int i = 0; i < counts.length; i++) {
            if (!isHole(i) && !before.hasEqual(i, chunk)) {
                counts[i]++;
            }
        }
        return Arrays.equals(counts, changes) ? null : of(chunk, counts);
    }

    private static ChunkSkeleton of(ChunkOutline chunk, byte[] changes) {
        byte[] json = chunk.json();
        ByteArrayOutputStream skeleton = new ByteArrayOutputStream(json.length);
        int from = 0;
        for (int i = 0; i < changes.length; i++) {
            if (changes[i] == CHANGES_OF_A_HOLE) {
                Value value = chunk.values().get(i);
                skeleton.write(json, from, value.start() - from);
                skeleton.write('0');
                from = value.end();
            }
        }
        skeleton.write(json, from, json.length - from);
        return new ChunkSkeleton(skeleton.toByteArray(), changes);
    }

    /** Returns the JSON, with a digit in each hole, and the blank line after the event; not a copy. */
    byte[] json() {
        return json;
    }

    /** Returns the minimum length of a chunk's JSON, since each value has at least one byte. */
    int minLength() {
        return json.length - END_OF_EVENT.length;
    }

    /** Returns the holes, in order, with their indexes in the skeleton. */
    List<Value> holes() {
        ChunkOutline outline = Objects.requireNonNull(ChunkOutline.of(json), "a skeleton has an outline");
        return IntStream.range(0, changes.length)
                .filter(this::isHole)
                .mapToObj(outline.values()::get)
                .toList();
    }

    private boolean isHole(int value) {
        return changes[value] == CHANGES_OF_A_HOLE;
    }
}
