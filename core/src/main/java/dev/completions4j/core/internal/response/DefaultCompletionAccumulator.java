// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import dev.completions4j.Choice;
import dev.completions4j.Completion;
import dev.completions4j.CompletionAccumulator;
import dev.completions4j.CompletionChunk;
import dev.completions4j.FinishReason;
import dev.completions4j.JsonValue;
import dev.completions4j.ResponseInfo;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Accumulates chunks, and joins the parts of each choice on demand. */
public final class DefaultCompletionAccumulator implements CompletionAccumulator {

    /** More choices than are usual; a higher index must not need much memory. */
    private static final int MOST_IN_ARRAY = 128;

    private final Retention retention;

    /** The choices with an index below {@link #MOST_IN_ARRAY}, by index; null for those that have not begun. */
    private @Nullable Parts[] byIndex = {};

    /** The other choices, by index, in its order. */
    private Map<Integer, Parts> further = Map.of();

    /** Null before the first usage. */
    private @Nullable UsageAccumulator usage;

    private Map<String, JsonValue> additionalProperties = Map.of();
    private String id = "";
    private String objectType = "";
    private long created;
    private String model = "";
    private @Nullable String systemFingerprint;
    private ResponseInfo response = ResponseInfo.unknown();
    private boolean empty = true;
    private long keptBytes;

    /** Creates an accumulator that retains everything. */
    public DefaultCompletionAccumulator() {
        this(Retention.ALL);
    }

    /** Creates an accumulator with the given retention. */
    public DefaultCompletionAccumulator(Retention retention) {
        this.retention = retention;
    }

    /** Returns the estimated memory of the accumulated content, in bytes. */
    public long keptBytes() {
        return keptBytes;
    }

    @Override
    public void add(CompletionChunk chunk) {
        if (empty) {
            empty = false;
            response = chunk.response();
        }
        addHead(chunk);
        if (retention == Retention.ALL && !chunk.additionalProperties().isEmpty()) {
            chunk.additionalProperties().forEach(this::addProperty);
        }
        for (Choice choice : chunk.choices()) {
            keptBytes += partsOf(choice).add(choice);
        }
        if (chunk.usage() != null) {
            usage = usage == null ? new UsageAccumulator() : usage;
            usage.add(chunk.usage(), chunk.choices());
        }
    }

    /** Fields are written once, since a write of a reference for each chunk is not cheap. */
    private void addHead(CompletionChunk chunk) {
        if (id.isEmpty()) {
            id = chunk.id();
        }
        if (objectType.isEmpty()) {
            objectType = chunk.objectType();
        }
        if (created == 0) {
            created = chunk.created();
        }
        if (model.isEmpty()) {
            model = chunk.model();
        }
        String fingerprint = chunk.systemFingerprint();
        if (fingerprint != null && !fingerprint.equals(systemFingerprint)) {
            systemFingerprint = fingerprint;
        }
    }

    private void addProperty(String name, JsonValue value) {
        // Padding of streams (OpenAI, include_obfuscation).
        if (!name.equals("obfuscation")) {
            additionalProperties = additionalProperties.isEmpty() ? new LinkedHashMap<>() : additionalProperties;
            keptBytes += GrowingProperties.keepLatest(name, value, additionalProperties);
        }
    }

    private Parts partsOf(Choice choice) {
        int index = choice.index();
        Parts begun = index >= 0 && index < byIndex.length ? byIndex[index] : null;
        return begun == null ? partsOfNewOrHigh(choice) : begun;
    }

    private Parts partsOfNewOrHigh(Choice choice) {
        int index = choice.index();
        if (index >= 0 && index < MOST_IN_ARRAY) {
            Parts begun = newParts(choice);
            byIndex = Arrays.copyOf(byIndex, Math.max(index + 1, byIndex.length));
            byIndex[index] = begun;
            return begun;
        }
        if (further.isEmpty()) {
            further = new TreeMap<>();
        }
        return further.computeIfAbsent(index, absent -> newParts(choice));
    }

    private Parts newParts(Choice first) {
        return new Parts(first.index(), first.promptIndex(), retention == Retention.ALL ? new ChoiceContent() : null);
    }

    /**
     * Returns whether all choices have finished.
     *
     * @param fewest the number of choices that there are at least
     */
    public boolean allChoicesFinished(int fewest) {
        List<Parts> all = all();
        return all.size() >= fewest && all.stream().allMatch(parts -> parts.finishReason != null);
    }

    private List<Parts> all() {
        return Stream.concat(Arrays.stream(byIndex).filter(Objects::nonNull), further.values().stream())
                .toList();
    }

    @Override
    public @Nullable Completion snapshot() {
        if (empty) {
            return null;
        }
        List<Choice> whole = all().stream().map(Parts::choice).toList();
        return new Completion(
                id,
                objectType,
                created,
                model,
                whole,
                systemFingerprint,
                usage == null ? null : usage.total(),
                additionalProperties,
                response);
    }

    /** The accumulated parts of one choice. */
    private static final class Parts {

        private final int index;
        private final int promptIndex;
        private final @Nullable ChoiceContent content;
        private @Nullable FinishReason finishReason;

        /** @param content null if the content is not retained */
        Parts(int index, int promptIndex, @Nullable ChoiceContent content) {
            this.index = index;
            this.promptIndex = promptIndex;
            this.content = content;
        }

        long add(Choice choice) {
            if (choice.finishReason() != null) {
                finishReason = choice.finishReason();
            }
            return content == null ? 0 : content.add(choice);
        }

        Choice choice() {
            return content == null
                    ? new Choice(index, promptIndex, "", finishReason, null, Map.of())
                    : content.choice(index, promptIndex, finishReason);
        }
    }
}
