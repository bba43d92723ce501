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
    private final Map<String, JsonValue> additionalProperties = new LinkedHashMap<>();
    private String id = "";
    private String objectType = "";
    private long created;
    private String model = "";
    private @Nullable String systemFingerprint;
    private ResponseInfo response = ResponseInfo.unknown();
    private boolean empty = true;

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
        Parts parts = choices.get(choice.index());
        if (parts == null) {
            parts = new Parts(choice.promptIndex());
            choices.put(choice.index(), parts);
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
        choices.forEach((index, parts) -> whole.add(parts.choice(index)));
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

        private final int promptIndex;
        private final StringBuilder text = new StringBuilder();
        private final GrowingProperties properties = new GrowingProperties();
        private final GrowingProperties logprobsProperties = new GrowingProperties();
        private @Nullable FinishReason finishReason;
        private @Nullable List<TokenLogprob> tokens;

        Parts(int promptIndex) {
            this.promptIndex = promptIndex;
        }

        void add(Choice choice) {
            text.append(choice.text());
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

        Choice choice(int index) {
            Logprobs logprobs = tokens == null ? null : new Logprobs(tokens, logprobsProperties.whole());
            return new Choice(index, promptIndex, text.toString(), finishReason, logprobs, properties.whole());
        }
    }
}
