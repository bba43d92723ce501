// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.request;

import dev.completions4j.InvalidRequestException.Violation;
import dev.completions4j.JsonValue.JsonArray;
import dev.completions4j.JsonValue.JsonBoolean;
import dev.completions4j.JsonValue.JsonObject;
import dev.completions4j.JsonValue.JsonString;
import dev.completions4j.ServerProfile;
import dev.completions4j.ServerProfile.Range;
import dev.completions4j.ServerProfile.Rule;
import dev.completions4j.ServerProfile.Verdict;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks requests against the rules of a server profile. Messages do not contain texts. */
final class ProfileRules {

    private static final Pattern TOKEN_ID = Pattern.compile("\\d{1,10}");

    private final Rule[] rules;

    ProfileRules(ServerProfile profile) {
        // A server that ignores a property does not look at its value.
        this.rules = profile.rules().stream()
                .filter(rule -> profile.verdict(rule.property()) != Verdict.IGNORED)
                .toArray(Rule[]::new);
    }

    void check(PropertyValues values, List<Violation> found) {
        for (Rule rule : rules) {
            Violation violation = violation(rule, values);
            if (violation != null) {
                found.add(violation);
            }
        }
    }

    private static @Nullable Violation violation(Rule rule, PropertyValues values) {
        if (rule instanceof Rule.AtLeast atLeast) {
            return compared(
                    atLeast.property(), atLeast.other(), "must be at least ", "raise or leave out ", -1, values);
        }
        if (rule instanceof Rule.AtMost atMost) {
            return compared(atMost.property(), atMost.other(), "must be at most ", "lower or leave out ", 1, values);
        }
        if (rule instanceof Rule.Conditional conditional) {
            return outside(conditional, values);
        }
        if (rule instanceof Rule.NotWith notWith) {
            return together(notWith, values);
        }
        if (rule instanceof Rule.OnlyWith onlyWith) {
            return alone(onlyWith, values);
        }
        if (rule instanceof Rule.NoEmptyText noEmptyText) {
            return empty(noEmptyText.property(), values);
        }
        if (rule instanceof Rule.TokenIdKeys tokenIdKeys) {
            return notAnId(tokenIdKeys.property(), values);
        }
        throw new IllegalStateException("There is no check of " + rule);
    }

    /** @param broken the sign of a comparison that breaks the rule */
    private static @Nullable Violation compared(
            String name, String other, String rule, String remedy, int broken, PropertyValues values) {
        BigDecimal number = values.number(name);
        BigDecimal bound = values.number(other);
        if (number == null || bound == null || Integer.signum(number.compareTo(bound)) != broken) {
            return null;
        }
        return new Violation(
                name, rule + other + ", which is " + bound, number.toString(), remedy + name + ", or change " + other);
    }

    private static @Nullable Violation outside(Rule.Conditional rule, PropertyValues values) {
        BigDecimal number = values.number(rule.property());
        if (number == null || rule.range().contains(number) || !applies(rule, values)) {
            return null;
        }
        String conditions = Stream.concat(
                        rule.when().entrySet().stream()
                                .map(each -> " if " + each.getKey() + " is "
                                        + words(values.get(each.getKey()), each.getValue())),
                        rule.unless().stream().map(each -> " unless " + each + " is set"))
                .collect(Collectors.joining());
        return new Violation(
                rule.property(),
                "must be " + rule.range() + conditions,
                number.toString(),
                "set it so, or leave it out");
    }

    /** Returns the value that meets a condition if it is a boolean, and otherwise the range. */
    private static String words(@Nullable Object met, Range range) {
        return met instanceof Boolean || met instanceof JsonBoolean
                ? Boolean.toString(!PropertyValues.isFalse(met))
                : range.toString();
    }

    private static boolean applies(Rule.Conditional rule, PropertyValues values) {
        return rule.unless().stream().noneMatch(values::isSet)
                && rule.when().entrySet().stream().allMatch(each -> {
                    BigDecimal other = values.number(each.getKey());
                    return other != null && each.getValue().contains(other);
                });
    }

    private static @Nullable Violation together(Rule.NotWith rule, PropertyValues values) {
        if (!values.isSet(rule.property()) || !values.isSet(rule.other())) {
            return null;
        }
        return rule.other().equals("stream")
                ? new Violation(
                        rule.property(),
                        "is not supported in streams by this server",
                        null,
                        "leave it out, or call complete")
                : new Violation(
                        rule.property(),
                        "cannot be combined with " + rule.other() + " on this server",
                        null,
                        "leave out one of them");
    }

    private static @Nullable Violation alone(Rule.OnlyWith rule, PropertyValues values) {
        return values.isSet(rule.property()) && !values.isSet(rule.other())
                ? new Violation(
                        rule.property(),
                        "requires " + rule.other() + " on this server",
                        null,
                        "set " + rule.other() + ", or leave out " + rule.property())
                : null;
    }

    private static @Nullable Violation empty(String name, PropertyValues values) {
        return hasEmptyText(values.get(name))
                ? new Violation(name, "must have no empty text", null, "leave out the empty one")
                : null;
    }

    private static boolean hasEmptyText(@Nullable Object value) {
        if (value instanceof Collection<?> texts) {
            return texts.stream().anyMatch(ProfileRules::hasEmptyText);
        }
        if (value instanceof JsonArray array) {
            return hasEmptyText(array.elements());
        }
        return (value instanceof String text && text.isEmpty())
                || (value instanceof JsonString string && string.value().isEmpty());
    }

    private static @Nullable Violation notAnId(String name, PropertyValues values) {
        return hasOnlyIdsForKeys(values.get(name))
                ? null
                : new Violation(
                        name, "must have token ids for names", null, "use the ids of the model's own tokenizer");
    }

    private static boolean hasOnlyIdsForKeys(@Nullable Object value) {
        Set<?> keys = value instanceof JsonObject object
                ? object.members().keySet()
                : value instanceof Map<?, ?> typed ? typed.keySet() : Set.of();
        return keys.stream().allMatch(key -> TOKEN_ID.matcher(key.toString()).matches());
    }
}
