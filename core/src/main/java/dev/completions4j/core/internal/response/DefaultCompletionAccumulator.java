// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import dev.completions4j.Choice;
import dev.completions4j.Completion;
import dev.completions4j.CompletionAccumulator;
import dev.completions4j.CompletionChunk;
import dev.completions4j.FinishReason;
import dev.completions4j.JsonValue;
import dev.completions4j.ResponseInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Keeps each choice in parts until it is asked for the whole. */
public final class DefaultCompletionAccumulator implements CompletionAccumulator {

    private final Retention retention;
    private final Map<Integer, Parts> choices = new TreeMap<>();
    private final UsageAccumulator usage = new UsageAccumulator();
    private Map<String, JsonValue> additionalProperties = Map.of();
    private String id = "";
    private String objectType = "";
    private long created;
    private String model = "";
    private @Nullable String systemFingerprint;
    private ResponseInfo response = ResponseInfo.unknown();
    private boolean empty = true;
    private long keptBytes;

    /** Of the last choice, which mostly is the next one's too; null before the first. */
    private @Nullable Parts latest;

    /** An accumulator of everything. */
    public DefaultCompletionAccumulator() {
        this(Retention.ALL);
    }

    /** An accumulator of what is to be kept. */
    public DefaultCompletionAccumulator(Retention retention) {
        this.retention = retention;
    }

    /** Estimates the memory of what has grown with the stream, in bytes. */
    public long keptBytes() {
        return keptBytes;
    }

    @Override
    public void add(CompletionChunk chunk) {
        if (empty) {
            empty = false;
            response = chunk.response();
        }
        id = id.isEmpty() ? chunk.id() : id;
        objectType = objectType.isEmpty() ? chunk.objectType() : objectType;
        created = created == 0 ? chunk.created() : created;
        model = model.isEmpty() ? chunk.model() : model;
        systemFingerprint = chunk.systemFingerprint() == null ? systemFingerprint : chunk.systemFingerprint();
        if (retention == Retention.ALL && !chunk.additionalProperties().isEmpty()) {
            if (additionalProperties.isEmpty()) {
                additionalProperties = new LinkedHashMap<>();
            }
            chunk.additionalProperties().forEach(this::addProperty);
        }
        for (Choice choice : chunk.choices()) {
            keptBytes += partsOf(choice).add(choice);
        }
        usage.add(chunk);
    }

    private void addProperty(String name, JsonValue value) {
        // Padding that only streams have (OpenAI, include_obfuscation).
        if (!name.equals("obfuscation")) {
            keptBytes += GrowingProperties.keepLatest(name, value, additionalProperties);
        }
    }

    private Parts partsOf(Choice choice) {
        Parts parts = latest;
        if (parts == null || parts.index != choice.index()) {
            parts = choices.computeIfAbsent(choice.index(), index -> newParts(choice));
            latest = parts;
        }
        return parts;
    }

    private Parts newParts(Choice first) {
        return new Parts(first.index(), first.promptIndex(), retention == Retention.ALL ? new ChoiceContent() : null);
    }

    /** Whether a choice was seen, and every choice that was seen has ended. */
    public boolean allChoicesFinished() {
        return !choices.isEmpty() && choices.values().stream().allMatch(parts -> parts.finishReason != null);
    }

    @Override
    public @Nullable Completion snapshot() {
        if (empty) {
            return null;
        }
        List<Choice> whole = new ArrayList<>(choices.size());
        choices.values().forEach(parts -> whole.add(parts.choice()));
        return new Completion(
                id,
                objectType,
                created,
                model,
                whole,
                systemFingerprint,
                usage.total(),
                additionalProperties,
                response);
    }

    /** What has arrived of one choice. */
    private static final class Parts {

        private final int index;
        private final int promptIndex;
        private final @Nullable ChoiceContent content;
        private @Nullable FinishReason finishReason;

        /** @param content null if none is kept */
        Parts(int index, int promptIndex, @Nullable ChoiceContent content) {
            this.index = index;
            this.promptIndex = promptIndex;
            this.content = content;
        }

        long add(Choice choice) {
            finishReason = choice.finishReason() == null ? finishReason : choice.finishReason();
            return content == null ? 0 : content.add(choice);
        }

        Choice choice() {
            return content == null
                    ? new Choice(index, promptIndex, "", finishReason, null, Map.of())
                    : content.choice(index, promptIndex, finishReason);
        }
    }
}
