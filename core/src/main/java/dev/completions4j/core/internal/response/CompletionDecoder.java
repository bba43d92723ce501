// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import dev.completions4j.ApiException.ApiError;
import dev.completions4j.Choice;
import dev.completions4j.Completion;
import dev.completions4j.CompletionChunk;
import dev.completions4j.ResponseInfo;
import dev.completions4j.core.internal.json.PaddedBytes;
import dev.completions4j.core.internal.json.RepairedUtf8;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a whole completion.
 *
 * <p>A completion whose JSON has the shape of an earlier one is read without the parser. Both ways have the same result. Not
 * thread-safe.
 */
public final class CompletionDecoder {

    private static final Comparator<Choice> BY_INDEX = Comparator.comparingInt(Choice::index);

    private final DecoderResources resources;
    private final ChoiceBounds bounds;

    /** Without its response. */
    private @Nullable CompletionChunk decoded;

    CompletionDecoder(DecoderResources resources, ChoiceBounds bounds) {
        this.resources = resources;
        this.bounds = bounds;
    }

    /**
     * Decodes an object.
     *
     * @param json the object, in the first {@code length} bytes of an array that is {@linkplain PaddedBytes padded}
     * @return the error that was sent instead of a completion; null if it is a completion
     * @throws MalformedJsonException if it is neither
     */
    public @Nullable ApiError read(byte[] json, int length) {
        ChunkScanner input = resources.takeScanner();
        try {
            input.json().start(json, 0, length);
            decoded = resources.completionShapes().read(input, bounds);
            return decoded == null ? parse(json, length, input) : null;
        } finally {
            resources.giveBack(input);
        }
    }

    private @Nullable ApiError parse(byte[] json, int length, ChunkScanner input) {
        CompletionParser parser = new CompletionParser(bounds);
        RepairedUtf8 repaired = RepairedUtf8.of(json, length);
        ApiError error = parser.read(json, length, repaired, null);
        if (error == null) {
            CompletionChunk parsed = parser.chunk(ResponseInfo.unknown());
            if (repaired == null) {
                resources.completionShapes().learn(json, length, parsed, input, bounds);
            }
            decoded = parsed;
        }
        return error;
    }

    /** Returns the completion that was decoded, with its choices in the order of their indexes. */
    public Completion completion(ResponseInfo response) {
        CompletionChunk from = decoded();
        return new Completion(
                from.id(),
                from.objectType(),
                from.created(),
                from.model(),
                inOrder(from.choices()),
                from.systemFingerprint(),
                from.usage(),
                from.additionalProperties(),
                response);
    }

    private static List<Choice> inOrder(List<Choice> choices) {
        if (choices.size() < 2) {
            return choices;
        }
        List<Choice> inOrder = new ArrayList<>(choices);
        inOrder.sort(BY_INDEX);
        return inOrder;
    }

    /** Returns the completion that was decoded, as the only chunk of a stream. */
    public CompletionChunk chunk(ResponseInfo response) {
        CompletionChunk from = decoded();
        return new CompletionChunk(
                from.id(),
                from.objectType(),
                from.created(),
                from.model(),
                from.choices(),
                from.systemFingerprint(),
                from.usage(),
                from.additionalProperties(),
                response);
    }

    private CompletionChunk decoded() {
        return Objects.requireNonNull(decoded, "no completion was read");
    }
}
