// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.masking;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Masks what may be part of a completion in a text that may be JSON, complete or malformed: all strings except well-known
 * property names, and whatever a quote that is not escaped has left outside of strings. Other names may be part of it
 * too: those in {@code top_logprobs} are tokens.
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

    private static final Pattern JSON = Pattern.compile("\\uFEFF?\\s*[{\\[]");

    /** The value of a property, with the colon before it. Elements of arrays may be the tokens or bytes of a text. */
    private static final Pattern VALUE =
            Pattern.compile("\\s*:\\s*(?:-?[0-9][0-9.eE+-]*|true|false|null)(?![^\\s,}\\]])");

    private static final Pattern WORD = Pattern.compile("[^\\s\\uFEFF{}\\[\\]:,\"']+");

    private JsonOutline() {}

    /**
     * Returns the text with {@code ***} in place of each quoted string, unless it is a well-known name followed by a
     * colon. An unterminated string extends to the end of the text.
     *
     * <p>In texts that begin with a brace or a bracket, single quotes are recognized too, and words outside of strings
     * are replaced, unless they are the number, boolean or {@code null} of a property: if quotes in a completion are not
     * escaped, it continues outside of strings.
     */
    public static String of(String text) {
        boolean json = JSON.matcher(text).lookingAt();
        Matcher value = VALUE.matcher(text);
        Matcher word = WORD.matcher(text);
        StringBuilder outline = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '"' || (json && c == '\'')) {
                int end = endOfString(text, i);
                outline.append(isName(text, i, end) ? text.substring(i, end) : c + SecretPattern.HIDDEN + c);
                i = end;
                if (isAt(i, value)) {
                    outline.append(value.group());
                    i = value.end();
                }
            } else if (json && isAt(i, word)) {
                outline.append(SecretPattern.HIDDEN);
                i = word.end();
            } else {
                outline.append(c);
                i++;
            }
        }
        return outline.toString();
    }

    private static boolean isAt(int index, Matcher matcher) {
        return matcher.region(index, matcher.regionEnd()).lookingAt();
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
