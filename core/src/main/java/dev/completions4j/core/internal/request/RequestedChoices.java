// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.request;

import dev.completions4j.CompletionRequest;
import dev.completions4j.JsonValue;
import dev.completions4j.JsonValue.JsonArray;
import dev.completions4j.JsonValue.JsonNull;
import dev.completions4j.JsonValue.JsonNumber;
import dev.completions4j.Prompt;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The choices that a request asks for with its typed and additional properties.
 *
 * @param perPrompt number of choices per prompt, at least one
 * @param generated number of choices that the server generates per prompt, at least {@code perPrompt}; some servers return
 *     all of them
 * @param prompts number of prompts, including those sent as embeddings, at least one
 */
public record RequestedChoices(int perPrompt, int generated, int prompts) {

    private static final Prompt EMPTY = Prompt.of("");

    /** Returns the choices of a request. */
    public static RequestedChoices of(CompletionRequest request) {
        Map<String, JsonValue> additional = request.additionalProperties();
        // A server that accepts a smaller value treats it as one.
        int perPrompt = Math.max(1, number(request.n(), additional.get("n"), 1));
        int candidates = number(request.bestOf(), additional.get("best_of"), 1);
        return new RequestedChoices(perPrompt, Math.max(perPrompt, candidates), prompts(request.prompt(), additional));
    }

    /** Returns the number of choices that the server generates for all prompts. */
    public long total() {
        return (long) generated * prompts;
    }

    /** Returns the value of a typed or additional property, or of one that is not set; at most what an int can hold. */
    static int number(@Nullable Integer set, @Nullable JsonValue additional, int unset) {
        if (set != null) {
            return set;
        }
        return additional instanceof JsonNumber number ? (int) number.value().doubleValue() : unset;
    }

    private static int prompts(@Nullable Prompt prompt, Map<String, JsonValue> additional) {
        int embedded = sizeOf(additional.get("prompt_embeds"));
        JsonValue text = additional.get("prompt");
        // vLLM ignores an empty prompt beside embeddings, which clients that require a prompt send.
        boolean ignored =
                embedded > 0 && (EMPTY.equals(prompt) || JsonValue.of("").equals(text));
        int written = prompt == null ? sizeOf(text) : sizeOf(prompt);
        return Math.max(1, embedded + (ignored ? 0 : written));
    }

    private static int sizeOf(Prompt prompt) {
        if (prompt instanceof Prompt.Texts several) {
            return several.texts().size();
        }
        return prompt instanceof Prompt.TokenLists several ? several.lists().size() : 1;
    }

    /** An array with numbers is one prompt, whose tokens llama.cpp also accepts mixed with strings. */
    private static int sizeOf(@Nullable JsonValue value) {
        if (value == null || value == JsonNull.NULL) {
            return 0;
        }
        List<JsonValue> several = value instanceof JsonArray array ? array.elements() : List.of(value);
        return several.stream().anyMatch(JsonNumber.class::isInstance) ? 1 : several.size();
    }
}
