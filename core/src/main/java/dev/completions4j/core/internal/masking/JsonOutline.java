// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.masking;

import java.util.Set;

/**
 * Masks all strings except well-known property names in a text that may be JSON, complete or malformed, since any of
 * them may be part of a completion. Other names may be too: those in {@code top_logprobs} are tokens.
 */
public final class JsonOutline {

    /** The names in responses of text and chat completions, in those of native APIs, and in errors. */
    private static final Set<String> NAMES = Set.of(
            "choices",
            "code",
            "completion_tokens",
            "completion_tokens_details",
            "content",
            "created",
            "data",
            "delta",
            "detail",
            "details",
            "done",
            "error",
            "finish_reason",
            "generated_text",
            "id",
            "index",
            "logprobs",
            "message",
            "model",
            "object",
            "param",
            "prompt_logprobs",
            "prompt_token_ids",
            "prompt_tokens",
            "prompt_tokens_details",
            "reasoning_content",
            "response",
            "role",
            "status",
            "stop_reason",
            "system_fingerprint",
            "text",
            "text_offset",
            "token",
            "token_ids",
            "token_logprobs",
            "tokens",
            "top_logprobs",
            "total_tokens",
            "type",
            "usage");

    private JsonOutline() {}

    /**
     * Returns the text with {@code ***} in place of each quoted string, unless it is a well-known name followed by a
     * colon. An unterminated string extends to the end of the text. Single quotes are recognized in texts that begin
     * with a brace or a bracket.
     */
    public static String of(String text) {
        boolean single =
                text.stripLeading().startsWith("{") || text.stripLeading().startsWith("[");
        StringBuilder outline = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '"' || (single && c == '\'')) {
                int end = endOfString(text, i);
                outline.append(isName(text, i, end) ? text.substring(i, end) : c + SecretPattern.HIDDEN + c);
                i = end;
            } else {
                outline.append(c);
                i++;
            }
        }
        return outline.toString();
    }

    /** Returns the index after the closing quote, or the text's length if there is none. */
    private static int endOfString(String text, int start) {
        char quote = text.charAt(start);
        for (int i = start + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == quote) {
                return i + 1;
            }
        }
        return text.length();
    }

    private static boolean isName(String text, int start, int end) {
        int next = end;
        while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
            next++;
        }
        return next < text.length() && text.charAt(next) == ':' && NAMES.contains(text.substring(start + 1, end - 1));
    }
}
