// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import dev.completions4j.Choice;
import dev.completions4j.Completion;
import dev.completions4j.CompletionAccumulator;
import dev.completions4j.CompletionChunk;
import dev.completions4j.FinishReason;
import dev.completions4j.JsonValue;
import dev.completions4j.ResponseInfo;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Accumulates chunks, and joins the parts of each choice on demand. */
public final class DefaultCompletionAccumulator implements CompletionAccumulator {

    private final Retention retention;

    /** By index, in its order, if there are several; otherwise empty. */
    private Map<Integer, Parts> choices = Map.of();

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

    /** The parts of the last choice, which is usually also the next one; null before the first. */
    private @Nullable Parts latest;

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
        id = first(id, chunk.id());
        objectType = first(objectType, chunk.objectType());
        created = created == 0 ? chunk.created() : created;
        model = first(model, chunk.model());
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
        if (chunk.usage() != null) {
            usage = usage == null ? new UsageAccumulator() : usage;
            usage.add(chunk.usage(), chunk.choices());
        }
    }

    /** Returns the first text that is not empty; of equal texts the later one, so that only one of them is kept. */
    private static String first(String first, String next) {
        return first.isEmpty() || first.equals(next) ? next : first;
    }

    private void addProperty(String name, JsonValue value) {
        // Padding of streams (OpenAI, include_obfuscation).
        if (!name.equals("obfuscation")) {
            keptBytes += GrowingProperties.keepLatest(name, value, additionalProperties);
        }
    }

    private Parts partsOf(Choice choice) {
        Parts parts = latest;
        if (parts == null || parts.index != choice.index()) {
            parts = partsAfter(parts, choice);
            latest = parts;
        }
        return parts;
    }

    private Parts partsAfter(@Nullable Parts before, Choice choice) {
        if (before == null) {
            return newParts(choice);
        }
        Parts likely = before.follower;
        if (likely == null || likely.index != choice.index()) {
            choices = choices.isEmpty() ? new TreeMap<>(Map.of(before.index, before)) : choices;
            likely = choices.computeIfAbsent(choice.index(), index -> newParts(choice));
            before.follower = likely;
        }
        return likely;
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
        Collection<Parts> all = all();
        return all.size() >= fewest && all.stream().allMatch(parts -> parts.finishReason != null);
    }

    private Collection<Parts> all() {
        if (!choices.isEmpty()) {
            return choices.values();
        }
        return latest == null ? List.of() : List.of(latest);
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

        /** The parts of the choice that followed this one last, since choices are usually sent in turn. */
        private @Nullable Parts follower;

        /** @param content null if the content is not retained */
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
