// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import dev.completions4j.transport.HttpHeaders;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a server takes.
 *
 * @param limits the ranges of properties
 * @param ignored the properties that it takes and then does nothing about
 * @param check refuses what only this server refuses, as far as a type or a range does not tell it
 * @param keyHeader the header in which it takes a bare key, besides {@code Authorization} with a bearer key; null if none
 */
record RequestRules(
        RequestLimits limits,
        Set<String> ignored,
        RequestCheck check,
        @Nullable String keyHeader) {

    static final RequestRules OPENAI = ignoring();

    /** The rules of OpenAI, but for properties that have no effect. */
    static RequestRules ignoring(String... names) {
        return new RequestRules(RequestLimits.OPENAI, Set.of(names), RequestCheck.NONE, null);
    }

    /** These rules, in other ranges. */
    RequestRules within(RequestLimits limits) {
        return new RequestRules(limits, ignored, check, keyHeader);
    }

    /** These rules, with a check of its own. */
    RequestRules checking(RequestCheck check) {
        return new RequestRules(limits, ignored, check, keyHeader);
    }

    /** These rules, with another place for bare keys. */
    RequestRules withKeyIn(String keyHeader) {
        return new RequestRules(limits, ignored, check, keyHeader);
    }

    boolean isAuthorized(HttpHeaders headers, String key) {
        return ("Bearer " + key).equals(headers.first("Authorization"))
                || (keyHeader != null && key.equals(headers.first(keyHeader)));
    }
}
