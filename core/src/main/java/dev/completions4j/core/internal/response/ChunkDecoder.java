// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import dev.completions4j.ApiException.ApiError;
import dev.completions4j.CompletionChunk;
import dev.completions4j.ResponseInfo;
import dev.completions4j.core.internal.json.RepairedUtf8;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the chunks of one stream.
 *
 * <p>A chunk that differs from an earlier one in its text only is made of that one and the text; any other is parsed, and
 * is what later ones are compared with. Both ways come to the same. Not safe for use by several threads at once.
 */
public final class ChunkDecoder {

    private final CompletionDecoder parser;
    private final ResponseInfo response;
    private final ChunkTemplates templates = new ChunkTemplates();
    private final CutCharacters cut = new CutCharacters();
    private @Nullable CompletionChunk chunk;

    /**
     * @param parser of the stream's JSON
     * @param response what HTTP told of the stream
     */
    public ChunkDecoder(CompletionDecoder parser, ResponseInfo response) {
        this.parser = parser;
        this.response = response;
    }

    /**
     * Takes the next event if it is a chunk that differs from an earlier one in its text only.
     *
     * @param input begins with an event
     * @return null, and the input is left as it is, if the event must be parsed
     */
    public @Nullable CompletionChunk next(ByteBuffer input) {
        return cut.isEmpty() ? templates.read(input) : null;
    }

    /**
     * Parses one event's data.
     *
     * @param json holds it in its first {@code length} bytes
     * @return the error that it is in place of a chunk; null if it is a chunk
     * @throws MalformedJsonException if it is neither
     */
    public @Nullable ApiError read(byte[] json, int length) {
        RepairedUtf8 repaired = RepairedUtf8.of(json, length);
        ApiError error = parser.read(json, length, repaired, cut);
        if (error == null) {
            CompletionChunk parsed = parser.chunk(response);
            templates.learn(
                    repaired == null ? json : repaired.bytes(),
                    repaired == null ? length : repaired.length(),
                    parsed,
                    parser.textStart(),
                    parser.textEnd());
            chunk = parsed;
        }
        return error;
    }

    /** What was parsed. */
    public CompletionChunk chunk() {
        return Objects.requireNonNull(chunk, "no chunk was read");
    }
}
