// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.request;

import dev.completions4j.InvalidRequestException.Violation;
import dev.completions4j.JsonValue;
import dev.completions4j.JsonValue.JsonArray;
import dev.completions4j.JsonValue.JsonObject;
import java.util.Collection;

/** Limits the nesting depth of additional properties, which could otherwise exhaust the stack. */
final class NestingRule {

    /** The same limit as for responses. */
    private static final int MAX_DEPTH = 64;

    private NestingRule() {}

    static boolean isBroken(JsonValue value) {
        return isDeeperThan(MAX_DEPTH, value);
    }

    private static boolean isDeeperThan(int depth, JsonValue value) {
        if (value instanceof JsonArray array) {
            return isAnyDeeperThan(depth, array.elements());
        }
        return value instanceof JsonObject object
                && isAnyDeeperThan(depth, object.members().values());
    }

    private static boolean isAnyDeeperThan(int depth, Collection<JsonValue> values) {
        return depth == 0 || values.stream().anyMatch(each -> isDeeperThan(depth - 1, each));
    }

    static Violation violation(String name) {
        return new Violation(name, "must nest at most " + MAX_DEPTH + " deep", null, "make it flatter");
    }
}
