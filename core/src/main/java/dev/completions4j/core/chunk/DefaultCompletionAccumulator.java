package dev.completions4j.core.chunk;

import dev.completions4j.Choice;
import dev.completions4j.Completion;
import dev.completions4j.CompletionAccumulator;
import dev.completions4j.CompletionChunk;
import dev.completions4j.FinishReason;
import dev.completions4j.JsonValue;
import dev.completions4j.Logprobs;
import dev.completions4j.ResponseInfo;
import dev.completions4j.TokenLogprob;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Keeps each choice in parts until it is asked for the whole. */
public final class DefaultCompletionAccumulator implements CompletionAccumulator {

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

    /** Of the last choice, which mostly is the next one's too; null before the first. */
    private @Nullable Parts latest;

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
        if (!chunk.additionalProperties().isEmpty()) {
            if (additionalProperties.isEmpty()) {
                additionalProperties = new LinkedHashMap<>();
            }
            chunk.additionalProperties().forEach(this::addProperty);
        }
        for (Choice choice : chunk.choices()) {
            partsOf(choice).add(choice);
        }
        usage.add(chunk);
    }

    private void addProperty(String name, JsonValue value) {
        // Padding that only streams have (OpenAI, include_obfuscation).
        if (!name.equals("obfuscation")) {
            additionalProperties.merge(name, value, GrowingProperties::later);
        }
    }

    private Parts partsOf(Choice choice) {
        Parts parts = latest;
        if (parts == null || parts.index != choice.index()) {
            parts = choices.computeIfAbsent(choice.index(), index -> new Parts(index, choice.promptIndex()));
            latest = parts;
        }
        return parts;
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
        private final GrowingText text = new GrowingText();
        private final GrowingProperties properties = new GrowingProperties();
        private final GrowingProperties logprobsProperties = new GrowingProperties();
        private @Nullable FinishReason finishReason;
        private @Nullable List<TokenLogprob> tokens;

        Parts(int index, int promptIndex) {
            this.index = index;
            this.promptIndex = promptIndex;
        }

        void add(Choice choice) {
            text.add(choice.text());
            finishReason = choice.finishReason() == null ? finishReason : choice.finishReason();
            properties.add(choice.additionalProperties());
            Logprobs logprobs = choice.logprobs();
            if (logprobs != null) {
                if (tokens == null) {
                    tokens = new ArrayList<>();
                }
                tokens.addAll(logprobs.tokens());
                logprobsProperties.add(logprobs.additionalProperties());
            }
        }

        Choice choice() {
            Logprobs logprobs = tokens == null ? null : new Logprobs(tokens, logprobsProperties.whole());
            return new Choice(index, promptIndex, text.whole(), finishReason, logprobs, properties.whole());
        }
    }
}
