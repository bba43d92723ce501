// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.request;

import dev.completions4j.InvalidRequestException.Violation;
import dev.completions4j.JsonValue;
import dev.completions4j.JsonValue.JsonArray;
import dev.completions4j.JsonValue.JsonObject;
import dev.completions4j.JsonValue.JsonString;
import dev.completions4j.Prompt;
import dev.completions4j.core.internal.json.Utf16;
import java.util.List;
import java.util.Map;

/** Checks that texts can be encoded in UTF-8. Messages do not contain texts. */
final class TextRules {

    private TextRules() {}

    static void check(String name, Object value, List<Violation> found) {
        if (!Utf16.isWellFormed(name) || !isWellFormed(value)) {
            found.add(new Violation(
                    name,
                    "has a lone half of a surrogate pair, which UTF-8 can't write",
                    null,
                    "cut texts between code points, not between chars"));
        }
    }

    private static boolean isWellFormed(Object value) {
        if (value instanceof String text) {
            return Utf16.isWellFormed(text);
        }
        if (value instanceof Prompt.Text prompt) {
            return Utf16.isWellFormed(prompt.text());
        }
        if (value instanceof Prompt.Texts prompts) {
            return areWellFormed(prompts.texts());
        }
        if (value instanceof List<?> texts) {
            return areWellFormed(texts);
        }
        if (value instanceof JsonString string) {
            return Utf16.isWellFormed(string.value());
        }
        if (value instanceof JsonArray array) {
            return areWellFormed(array.elements());
        }
        return !(value instanceof JsonObject object) || areWellFormed(object.members());
    }

    private static boolean areWellFormed(List<?> values) {
        return values.stream().allMatch(TextRules::isWellFormed);
    }

    private static boolean areWellFormed(Map<String, JsonValue> members) {
        return members.entrySet().stream()
                .allMatch(member -> Utf16.isWellFormed(member.getKey()) && isWellFormed(member.getValue()));
    }
}
