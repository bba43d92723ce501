package dev.completions4j.core.chunk;

import dev.completions4j.Choice;
import dev.completions4j.Completion;
import dev.completions4j.CompletionChunk;
import dev.completions4j.FinishReason;
import dev.completions4j.JsonValue;
import dev.completions4j.JsonValue.JsonArray;
import dev.completions4j.JsonValue.JsonNull;
import dev.completions4j.Logprobs;
import dev.completions4j.ResponseInfo;
import dev.completions4j.TokenLogprob;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Folds the chunks of a stream, in whatever order the choices take turns, into the completion that the server would
 * have sent as a whole.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class CompletionAccumulator {

    /** Padding that only streams have (OpenAI, {@code include_obfuscation}). */
    private static final String OBFUSCATION = "obfuscation";

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

    /** Adds the next chunk. */
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
        additionalProperties = merged(additionalProperties, chunk.additionalProperties());
        for (Choice choice : chunk.choices()) {
            choices.computeIfAbsent(choice.index(), index -> new Parts()).add(choice);
        }
        usage.add(chunk);
    }

    /** Whether a choice was seen, and every choice that was seen has ended. */
    public boolean allChoicesFinished() {
        return !choices.isEmpty() && choices.values().stream().allMatch(parts -> parts.finishReason != null);
    }

    /** What the chunks so far amount to; null if there was none. */
    public @Nullable Completion completion() {
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

    private static Map<String, JsonValue> merged(Map<String, JsonValue> before, Map<String, JsonValue> more) {
        if (more.isEmpty()) {
            return before;
        }
        Map<String, JsonValue> merged = new LinkedHashMap<>(before);
        more.forEach((name, value) -> merged.merge(name, value, CompletionAccumulator::joined));
        merged.remove(OBFUSCATION);
        return merged;
    }

    /** Arrays, such as those of token ids, come in parts; other values are told anew, or as null from then on. */
    private static JsonValue joined(JsonValue before, JsonValue now) {
        if (before instanceof JsonArray first && now instanceof JsonArray next) {
            List<JsonValue> elements = new ArrayList<>(first.elements());
            elements.addAll(next.elements());
            return JsonValue.array(elements);
        }
        return now == JsonNull.NULL ? before : now;
    }

    /** What has arrived of one choice. */
    private static final class Parts {

        private final StringBuilder text = new StringBuilder();
        private @Nullable FinishReason finishReason;
        private @Nullable List<TokenLogprob> tokens;
        private Map<String, JsonValue> logprobsProperties = Map.of();
        private Map<String, JsonValue> properties = Map.of();

        void add(Choice choice) {
            text.append(choice.text());
            finishReason = choice.finishReason() == null ? finishReason : choice.finishReason();
            properties = merged(properties, choice.additionalProperties());
            Logprobs logprobs = choice.logprobs();
            if (logprobs != null) {
                if (tokens == null) {
                    tokens = new ArrayList<>();
                }
                tokens.addAll(logprobs.tokens());
                logprobsProperties = merged(logprobsProperties, logprobs.additionalProperties());
            }
        }

        Choice choice(int index) {
            Logprobs logprobs = tokens == null ? null : new Logprobs(tokens, logprobsProperties);
            return new Choice(index, text.toString(), finishReason, logprobs, properties);
        }
    }
}
