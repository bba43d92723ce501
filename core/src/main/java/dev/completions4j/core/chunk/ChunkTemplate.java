package dev.completions4j.core.chunk;

import dev.completions4j.Choice;
import dev.completions4j.CompletionChunk;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A chunk with one choice, and its JSON.
 *
 * <p>JSON that has the same bytes before and after the text, and a text that is one JSON string, says the same but for
 * the text: every other value is used again, object and all.
 */
final class ChunkTemplate {

    private final byte[] json;
    private final int textStart;
    private final int textEnd;
    private final CompletionChunk chunk;
    private final Choice choice;

    ChunkTemplate(byte[] json, int length, CompletionChunk chunk, int textStart, int textEnd) {
        this.json = Arrays.copyOf(json, length);
        this.textStart = textStart;
        this.textEnd = textEnd;
        this.chunk = chunk;
        this.choice = chunk.choices().get(0);
    }

    int choiceIndex() {
        return choice.index();
    }

    boolean matches(byte[] other, int length) {
        int tail = json.length - textEnd;
        return length >= textStart + tail
                && Arrays.equals(json, 0, textStart, other, 0, textStart)
                && Arrays.equals(json, textEnd, json.length, other, length - tail, length);
    }

    /** The chunk in JSON that matches; null if its text must be parsed. */
    @Nullable CompletionChunk chunk(byte[] other, int length) {
        String text = JsonText.read(other, textStart, length - (json.length - textEnd));
        if (text == null) {
            return null;
        }
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
