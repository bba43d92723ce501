// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.masking;

import dev.completions4j.JsonValue;
import dev.completions4j.JsonValue.JsonNumber;
import dev.completions4j.Prompt;
import dev.completions4j.TokenIds;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A prompt or key whose characters can be read repeatedly. */
interface LetterSource {

    /** Passes characters to the reader until there are none left or the reader is full. */
    void giveTo(LetterReader reader);

    /** Returns the texts or token lists of a prompt; none if it is null. */
    static List<LetterSource> of(@Nullable Prompt prompt) {
        List<LetterSource> sources = new ArrayList<>();
        if (prompt instanceof Prompt.Text single) {
            sources.add(of(single.text()));
        } else if (prompt instanceof Prompt.Texts several) {
            several.texts().forEach(each -> sources.add(of(each)));
        } else if (prompt instanceof Prompt.Tokens single) {
            sources.add(of(single.ids()));
        } else if (prompt instanceof Prompt.TokenLists several) {
            several.lists().forEach(each -> sources.add(of(each)));
        }
        return sources;
    }

    static LetterSource of(String text) {
        return reader -> {
            for (int i = 0; i < text.length() && !reader.isFull(); i++) {
                reader.read(text.charAt(i));
            }
        };
    }

    /** Returns the ids in their JSON form. */
    private static LetterSource of(TokenIds ids) {
        return reader -> {
            for (int i = 0; i < ids.size() && !reader.isFull(); i++) {
                String id = Integer.toString(ids.get(i));
                for (int k = 0; k < id.length(); k++) {
                    reader.read(id.charAt(k));
                }
                reader.read(',');
            }
        };
    }

    /** Returns the numbers among the elements of an array in their JSON form. */
    static LetterSource ofNumbers(List<JsonValue> elements) {
        return reader -> {
            for (int i = 0; i < elements.size() && !reader.isFull(); i++) {
                if (elements.get(i) instanceof JsonNumber number) {
                    of(number.value() + ",").giveTo(reader);
                }
            }
        };
    }

    /** Returns the number of letters, at most the limit. */
    default int count(int limit) {
        LetterCounter counter = new LetterCounter(limit);
        giveTo(counter);
        return counter.count();
    }
}
