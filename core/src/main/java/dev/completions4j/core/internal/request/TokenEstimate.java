// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.request;

import dev.completions4j.CompletionRequest;
import dev.completions4j.JsonValue;
import dev.completions4j.JsonValue.JsonArray;
import dev.completions4j.JsonValue.JsonNumber;
import dev.completions4j.JsonValue.JsonString;
import dev.completions4j.Prompt;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Estimates the number of tokens that a call takes of a rate limit; too many rather than too few. */
final class TokenEstimate {

    private static final int DEFAULT_MAX_TOKENS = 16;

    /** English has about four characters per token, other languages fewer. */
    private static final int CHARACTERS_PER_TOKEN = 3;

    private TokenEstimate() {}

    static long of(CompletionRequest request) {
        Prompt prompt = request.prompt();
        Map<String, JsonValue> additional = request.additionalProperties();
        int maxTokens = RequestedChoices.number(request.maxTokens(), additional.get("max_tokens"), DEFAULT_MAX_TOKENS);
        // Not more than an int holds, so that no product or sum overflows.
        long answers = Math.min(RequestedChoices.of(request).total(), Integer.MAX_VALUE);
        // Some servers take a negative number as no limit.
        int each = maxTokens < 0 ? DEFAULT_MAX_TOKENS : maxTokens;
        long tokens = prompt == null ? tokens(additional.get("prompt")) : tokens(prompt);
        return tokens + answers * each;
    }

    private static long tokens(Prompt prompt) {
        if (prompt instanceof Prompt.Text text) {
            return ofText(text.text());
        }
        if (prompt instanceof Prompt.Texts texts) {
            return texts.texts().stream().mapToLong(TokenEstimate::ofText).sum();
        }
        if (prompt instanceof Prompt.Tokens tokens) {
            return tokens.ids().size();
        }
        if (prompt instanceof Prompt.TokenLists lists) {
            return lists.lists().stream().mapToLong(ids -> ids.size()).sum();
        }
        return 0;
    }

    private static long tokens(@Nullable JsonValue prompt) {
        return prompt instanceof JsonArray array
                ? array.elements().stream()
                        .mapToLong(TokenEstimate::tokensOfElement)
                        .sum()
                : tokensOfElement(prompt);
    }

    private static long tokensOfElement(@Nullable JsonValue element) {
        if (element instanceof JsonString text) {
            return ofText(text.value());
        }
        if (element instanceof JsonArray tokens) {
            return tokens.elements().size();
        }
        return element instanceof JsonNumber ? 1 : 0;
    }

    private static long ofText(String text) {
        return text.length() / CHARACTERS_PER_TOKEN + 1L;
    }
}
