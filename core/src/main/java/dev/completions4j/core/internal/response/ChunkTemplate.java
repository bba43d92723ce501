// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.completions4j.Choice;
import dev.completions4j.CompletionChunk;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A chunk with one choice, and the JSON before and after its text.
 *
 * <p>An event with the same bytes before and after the text differs only in the text; all other values are reused.
 */
final class ChunkTemplate {

    private static final byte[] END_OF_EVENT = "\n\n".getBytes(UTF_8);

    private final ByteBuffer before;
    private final ByteBuffer after;
    private final CompletionChunk chunk;
    private final Choice choice;

    /** @param json the chunk's JSON, on one line */
    ChunkTemplate(byte[] json, int length, CompletionChunk chunk, int textStart, int textEnd) {
        ByteBuffer bytes = ByteBuffer.allocate(textStart + length - textEnd + END_OF_EVENT.length)
                .put(json, 0, textStart)
                .put(json, textEnd, length - textEnd)
                .put(END_OF_EVENT);
        this.before = bytes.slice(0, textStart);
        this.after = bytes.slice(textStart, bytes.capacity() - textStart);
        this.chunk = chunk;
        this.choice = chunk.choices().get(0);
    }

    int choiceIndex() {
        return choice.index();
    }

    /**
     * Consumes the rest of an event.
     *
     * @param start start index of its JSON
     * @return null, with the input unchanged, if the event differs in more than its text, or must be parsed
     */
    @Nullable CompletionChunk read(ByteBuffer input, int start, TextReader texts) {
        if (!matches(before, input, start)) {
            return null;
        }
        int end = texts.find(input, start + before.remaining());
        if (end < 0 || !matches(after, input, end)) {
            return null;
        }
        String text = texts.text(input);
        if (text == null) {
            return null;
        }
        input.position(end + after.remaining());
        return with(text);
    }

    private static boolean matches(ByteBuffer expected, ByteBuffer input, int at) {
        if (input.limit() - at < expected.remaining()) {
            return false;
        }
        int position = input.position();
        int mismatch = input.position(at).mismatch(expected);
        input.position(position);
        return mismatch < 0 || mismatch == expected.remaining();
    }

    private CompletionChunk with(String text) {
        Choice next = new Choice(
                choice.index(),
                choice.promptIndex(),
                text,
                choice.finishReason(),
                choice.logprobs(),
                choice.additionalProperties());
        return new CompletionChunk(
                chunk.id(),
                chunk.objectType(),
                chunk.created(),
                chunk.model(),
                List.of(next),
                chunk.systemFingerprint(),
                chunk.usage(),
                chunk.additionalProperties(),
                chunk.response());
    }
}
