package dev.completions4j.core.chunk;

import dev.completions4j.CompletionChunk;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The templates of one stream: one for each of its choices, since servers let these take turns. */
final class ChunkTemplates {

    /** More would take longer to compare with than a parser takes. */
    private static final int MAX = 16;

    private final List<ChunkTemplate> templates = new ArrayList<>(1);

    /** The one behind the last that matched: choices come round and round. */
    private int next;

    /** The chunk in the JSON; null if it must be parsed. */
    @Nullable CompletionChunk chunk(byte[] json, int length) {
        for (int tried = 0; tried < templates.size(); tried++) {
            int place = next < templates.size() ? next : 0;
            next = place + 1;
            ChunkTemplate template = templates.get(place);
            if (template.matches(json, length)) {
                return template.chunk(json, length);
            }
        }
        return null;
    }

    /**
     * Keeps the chunk in place of an earlier one of the same choice.
     *
     * @param textStart where the text stands in the JSON, its quotes excluded; -1 if it can be no template
     */
    void learn(byte[] json, int length, CompletionChunk chunk, int textStart, int textEnd) {
        if (textStart < 0) {
            return;
        }
        int place = place(chunk.choices().get(0).index());
        if (place == MAX) {
            return;
        }
        ChunkTemplate template = new ChunkTemplate(json, length, chunk, textStart, textEnd);
        if (place == templates.size()) {
            templates.add(template);
        } else {
            templates.set(place, template);
        }
        next = place + 1;
    }

    private int place(int choiceIndex) {
        int place = 0;
        while (place < templates.size() && templates.get(place).choiceIndex() != choiceIndex) {
            place++;
        }
        return place;
    }
}
