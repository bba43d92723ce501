// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.masking;

import dev.completions4j.CompletionRequest;
import dev.completions4j.JsonValue;
import dev.completions4j.JsonValue.JsonArray;
import dev.completions4j.JsonValue.JsonObject;
import dev.completions4j.JsonValue.JsonString;
import dev.completions4j.Prompt;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The prompts and the suffix of a call, as typed or additional properties. Refers to them without copying. Immutable. */
public final class SentPrompts {

    static final SentPrompts NONE = new SentPrompts(null, null, Map.of());

    /** The additional properties that a model reads. */
    private static final List<String> NAMES = List.of("prompt", "suffix", "prompt_embeds");

    private final @Nullable Prompt prompt;
    private final @Nullable String suffix;
    private final Map<String, JsonValue> additional;

    private SentPrompts(@Nullable Prompt prompt, @Nullable String suffix, Map<String, JsonValue> additional) {
        this.prompt = prompt;
        this.suffix = suffix;
        this.additional = additional;
    }

    /** Returns those of a request. */
    public static SentPrompts of(CompletionRequest request) {
        return new SentPrompts(request.prompt(), request.suffix(), request.additionalProperties());
    }

    /** Returns a prompt as the only one. */
    public static SentPrompts of(Prompt prompt) {
        return new SentPrompts(prompt, null, Map.of());
    }

    /** Returns each text and each list of tokens. */
    List<LetterSource> sources() {
        List<LetterSource> sources = new ArrayList<>(LetterSource.of(prompt));
        if (suffix != null) {
            sources.add(LetterSource.of(suffix));
        }
        addAdditional(sources);
        return sources;
    }

    /** Not recursive, since the message about a value that is nested too deep is masked too. */
    private void addAdditional(List<LetterSource> sources) {
        Deque<JsonValue> unread = new ArrayDeque<>();
        NAMES.stream().map(additional::get).filter(Objects::nonNull).forEach(unread::add);
        while (!unread.isEmpty()) {
            JsonValue next = unread.remove();
            if (next instanceof JsonString text) {
                sources.add(LetterSource.of(text.value()));
            } else if (next instanceof JsonArray array) {
                unread.addAll(array.elements());
                sources.add(LetterSource.ofNumbers(array.elements()));
            } else if (next instanceof JsonObject object) {
                unread.addAll(object.members().values());
            }
        }
    }
}
