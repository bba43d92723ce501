// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.request;

import dev.completions4j.InvalidRequestException.Violation;
import dev.completions4j.JsonValue.JsonArray;
import dev.completions4j.JsonValue.JsonNumber;
import dev.completions4j.JsonValue.JsonObject;
import dev.completions4j.ServerProfile;
import dev.completions4j.ServerProfile.Range;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks numbers and sizes of lists against the ranges of a server profile. */
final class NumberRules {

    private final Map<String, Range> ranges;

    NumberRules(ServerProfile profile) {
        this.ranges = profile.ranges();
    }

    /** Checks a number, the values of a map, or the size of a list. */
    void check(String name, Object value, List<Violation> found) {
        if (value instanceof Number number) {
            checkNumber(name, number, "", found);
        } else if (value instanceof JsonNumber number) {
            checkNumber(name, number.value(), "", found);
        } else if (value instanceof Map<?, ?> biases) {
            biases.forEach((token, bias) -> {
                if (bias instanceof Number number) {
                    checkNumber(name, number, " for the token " + token, found);
                }
            });
        } else if (value instanceof JsonObject biases) {
            biases.members().forEach((token, bias) -> {
                if (bias instanceof JsonNumber number) {
                    checkNumber(name, number.value(), " for the token " + token, found);
                }
            });
        } else if (value instanceof List<?> list) {
            checkSize(name, list.size(), found);
        } else if (value instanceof JsonArray array) {
            checkSize(name, array.elements().size(), found);
        }
    }

    /** @param place says where the number is, for messages */
    private void checkNumber(String name, Number number, String place, List<Violation> found) {
        if (number instanceof Double d && !Double.isFinite(d)) {
            found.add(new Violation(
                    name,
                    "must be a finite number",
                    number + place,
                    "set a number that JSON can write, or leave it out"));
            return;
        }
        Range broken = broken(name, number);
        if (broken != null) {
            found.add(new Violation(
                    name, "must be " + broken, number + place, "set it so, or name the server's kind by profile"));
        }
    }

    private void checkSize(String name, int size, List<Violation> found) {
        Range broken = broken(name, size);
        if (broken != null) {
            found.add(new Violation(
                    name, "must be a list of " + broken, size + " elements", "add or remove some, or leave it out"));
        }
    }

    private @Nullable Range broken(String name, Number number) {
        Range range = ranges.get(name);
        return range == null || range.contains(decimal(number)) ? null : range;
    }

    private static BigDecimal decimal(Number number) {
        return number instanceof Integer || number instanceof Long
                ? BigDecimal.valueOf(number.longValue())
                : new BigDecimal(number.toString());
    }
}
