package dev.completions4j;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * One rule that a request breaks.
 *
 * @param field the property that is at fault, by its name in the JSON, such as {@code best_of}
 * @param rule what the property must be, such as {@code must be 0 to 2}
 * @param value what it is; null if that is told by the rule, or is text of the caller's, which is never shown
 * @param remedy what to do about it
 */
public record Violation(String field, String rule, @Nullable String value, String remedy) implements Serializable {

    /** A sentence without its full stop. */
    @Override
    public String toString() {
        return field + " " + rule + (value == null ? "" : ", but is " + value) + ": " + remedy;
    }
}
