// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import dev.completions4j.ApiException.ApiError;
import dev.completions4j.CompletionChunk;
import dev.completions4j.ResponseInfo;
import dev.completions4j.core.internal.json.PaddedBytes;
import dev.completions4j.core.internal.json.RepairedUtf8;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the chunks of one stream.
 *
 * <p>A chunk that differs from an earlier one only in values that have differed before is derived from it without the
 * parser; any other chunk is parsed, and later ones are compared with it. Both ways have the same result. Not
 * thread-safe.
 */
public final class ChunkDecoder {

    private final StreamDecoders stream;
    private final ResponseInfo response;
    private final ChunkTemplates templates;
    private final SplitCharacters splitCharacters = new SplitCharacters();
    private @Nullable CompletionChunk chunk;

    ChunkDecoder(StreamDecoders stream, ResponseInfo response, int maxTemplate) {
        this.stream = stream;
        this.response = response;
        this.templates = new ChunkTemplates(stream, response, maxTemplate);
    }

    /** Returns the number of prompts, each of which has at least one choice. */
    public int prompts() {
        return stream.bounds().prompts();
    }

    /** Frees memory that is allocated again when needed. To be called before the stream waits for data. */
    public void rest() {
        templates.rest();
        chunk = null;
    }

    /**
     * Consumes the next event if its chunk can be derived from an earlier one.
     *
     * @param input bytes at the beginning of an event
     * @return null, with the input unchanged, if the event must be parsed
     */
    public @Nullable CompletionChunk next(PaddedBytes input) {
        return splitCharacters.isEmpty() ? templates.read(input) : null;
    }

    /**
     * Returns the chunk of an event that {@link #next(PaddedBytes)} could not consume because it arrived in several buffers,
     * as many of the longest events do.
     *
     * @param json the event's data, in the first {@code length} bytes, followed by the end of its line and by an
     *     empty line
     * @return null if the data must be parsed
     */
    public @Nullable CompletionChunk next(byte[] json, int length) {
        return splitCharacters.isEmpty() ? templates.read(json, length) : null;
    }

    /**
     * Parses an event's data.
     *
     * @param json the data, in the first {@code length} bytes
     * @return the error that was sent instead of a chunk; null if the data is a chunk
     * @throws MalformedJsonException if it is neither
     */
    public @Nullable ApiError read(byte[] json, int length) {
        CompletionParser parser = new CompletionParser(stream.bounds());
        RepairedUtf8 repaired = RepairedUtf8.of(json, length);
        ApiError error = parser.read(json, length, repaired, splitCharacters);
        if (error == null) {
            CompletionChunk parsed = parser.chunk(response);
            templates.learn(
                    repaired == null ? json : repaired.bytes(), repaired == null ? length : repaired.length(), parsed);
            chunk = parsed;
        }
        return error;
    }

    /** Returns the chunk that was parsed last, since the last {@link #rest}. */
    public CompletionChunk chunk() {
        return Objects.requireNonNull(chunk, "no chunk was read");
    }
}
