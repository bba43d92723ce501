// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import dev.completions4j.ServerProfile;
import dev.completions4j.ServerProfile.Range;
import dev.completions4j.ServerProfile.Rule;
import dev.completions4j.testkit.internal.json.JsonNode;
import dev.completions4j.testkit.internal.json.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rejects requests that the server's profile says it rejects. */
final class ProfileCheck implements RequestCheck {

    private final ServerProfile profile;

    ProfileCheck(ServerProfile profile) {
        this.profile = profile;
    }

    @Override
    public void check(RequestProperties request) throws RequestFault {
        checkRanges(request, false);
        for (Rule rule : profile.rules()) {
            if (profile.verdict(rule.property()) != ServerProfile.Verdict.IGNORED) {
                check(rule, request);
            }
        }
    }

    /** Checks only the ranges, with numbers truncated to integers where the range is integral. */
    void checkTruncated(RequestProperties request) throws RequestFault {
        checkRanges(request, true);
    }

    private void checkRanges(RequestProperties request, boolean truncated) throws RequestFault {
        for (Map.Entry<String, Range> each : profile.ranges().entrySet()) {
            BigDecimal number = number(request, each.getKey());
            Range range = each.getValue();
            // Numbers without a fraction are not rescaled: the digits of a huge exponent would exhaust the memory.
            if (number != null && truncated && range.whole() && number.scale() > 0) {
                number = number.setScale(0, RoundingMode.DOWN);
            }
            require(number == null || range.contains(number), each.getKey(), "be " + description(range), number);
        }
    }

    private void check(Rule rule, RequestProperties request) throws RequestFault {
        String name = rule.property();
        BigDecimal number = number(request, name);
        if (rule instanceof Rule.AtLeast atLeast) {
            BigDecimal other = number(request, atLeast.other());
            require(number == null || other == null || number.compareTo(other) >= 0, name, "not be less", number);
        } else if (rule instanceof Rule.AtMost atMost) {
            BigDecimal other = number(request, atMost.other());
            require(number == null || other == null || number.compareTo(other) <= 0, name, "not be greater", number);
        } else if (rule instanceof Rule.Conditional conditional) {
            Range range = conditional.range();
            require(
                    number == null || range.contains(number) || !applies(conditional, request),
                    name,
                    "be " + description(range),
                    number);
        } else if (rule instanceof Rule.NotWith notWith) {
            boolean together = isSet(request.any(name)) && isSet(request.any(notWith.other()));
            require(!together, name, "not come with " + notWith.other(), null);
        } else if (rule instanceof Rule.OnlyWith onlyWith) {
            boolean alone = isSet(request.any(name)) && !isSet(request.any(onlyWith.other()));
            require(!alone, name, "come with " + onlyWith.other(), null);
        } else if (rule instanceof Rule.NoEmptyText) {
            require(!hasEmptyText(request.any(name)), name, "not be empty", null);
        } else if (rule instanceof Rule.TokenIdKeys) {
            boolean ids = !(request.any(name) instanceof ObjectNode keyed)
                    || keyed.members().keySet().stream().allMatch(key -> key.matches("\\d+"));
            require(ids, name, "have token ids as keys", null);
        } else {
            throw new IllegalStateException("There is no check for " + rule);
        }
    }

    private static boolean applies(Rule.Conditional rule, RequestProperties request) throws RequestFault {
        for (String exception : rule.unless()) {
            if (isSet(request.any(exception))) {
                return false;
            }
        }
        for (Map.Entry<String, Range> each : rule.when().entrySet()) {
            BigDecimal other = number(request, each.getKey());
            if (other == null || !each.getValue().contains(other)) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether a property is present and not false. */
    private static boolean isSet(@Nullable JsonNode value) {
        return value != null && !(value.isBoolean() && !value.booleanValue());
    }

    private static boolean hasEmptyText(@Nullable JsonNode value) {
        if (value == null) {
            return false;
        }
        if (value.isString()) {
            return value.stringValue().isEmpty();
        }
        for (JsonNode each : value) {
            if (each.isString() && each.stringValue().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable BigDecimal number(RequestProperties request, String name) {
        JsonNode value = request.any(name);
        if (value != null && value.isBoolean()) {
            return value.booleanValue() ? BigDecimal.ONE : BigDecimal.ZERO;
        }
        return value != null && value.isNumber()
                ? new BigDecimal(value.numberValue().toString())
                : null;
    }

    private static String description(Range range) {
        BigDecimal min = range.min();
        BigDecimal max = range.max();
        if (min == null) {
            return max == null ? "a number" : "at most " + plain(max);
        } else if (max == null) {
            return (range.minExcluded() ? "greater than " : "at least ") + plain(min);
        }
        return min.compareTo(max) == 0
                ? plain(min)
                : "in " + (range.minExcluded() ? "(" : "[") + plain(min) + ", " + plain(max) + "]";
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }

    private static void require(boolean holds, String name, String rule, @Nullable BigDecimal value)
            throws RequestFault {
        if (!holds) {
            String got = value == null ? "." : ", got " + value + ".";
            throw RequestFault.badRequest(name + " must " + rule + got, name, null);
        }
    }
}
