// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import dev.completions4j.testkit.internal.json.ObjectNode;
import dev.completions4j.transport.HttpHeaders;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a server takes.
 *
 * @param limits the ranges of properties
 * @param ignored the properties that it takes and then does nothing about
 * @param check refuses what only this server refuses, as far as a type or a range does not tell it
 * @param adaptation what the server makes of a request that it takes
 * @param names which names of models it takes
 * @param keyHeader the header in which it takes a bare key, besides {@code Authorization} with a bearer key; null if none
 */
record RequestRules(
        RequestLimits limits,
        Set<String> ignored,
        RequestCheck check,
        UnaryOperator<ObjectNode> adaptation,
        ModelNames names,
        @Nullable String keyHeader) {

    static final RequestRules OPENAI = ignoring();

    /** The rules of OpenAI, but for properties that have no effect. */
    static RequestRules ignoring(String... names) {
        return new RequestRules(
                RequestLimits.OPENAI, Set.of(names), RequestCheck.NONE, request -> request, ModelNames.OWN, null);
    }

    /** These rules, in other ranges. */
    RequestRules within(RequestLimits limits) {
        return new RequestRules(limits, ignored, check, adaptation, names, keyHeader);
    }

    /** These rules, with a check of its own. */
    RequestRules checking(RequestCheck check) {
        return new RequestRules(limits, ignored, check, adaptation, names, keyHeader);
    }

    /** These rules, with a reading of its own. */
    RequestRules adapting(UnaryOperator<ObjectNode> adaptation) {
        return new RequestRules(limits, ignored, check, adaptation, names, keyHeader);
    }

    /** These rules, for models of these names. */
    RequestRules naming(ModelNames names) {
        return new RequestRules(limits, ignored, check, adaptation, names, keyHeader);
    }

    /** Which names of models a server takes. */
    enum ModelNames {
        /** Its own. */
        OWN,
        /** Its own, or none. */
        OWN_OR_NONE,
        /** Any, for it has one model. */
        ANY
    }

    /** These rules, with another place for bare keys. */
    RequestRules withKeyIn(String keyHeader) {
        return new RequestRules(limits, ignored, check, adaptation, names, keyHeader);
    }

    /** The code of the fault of a body that is no object. */
    @Nullable String bodyFault() {
        return names == ModelNames.OWN_OR_NONE ? RequestFault.INVALID_TYPE : null;
    }

    /** The property at fault if a prompt has an unknown token. */
    @Nullable String paramOfUnknownToken() {
        return names == ModelNames.OWN_OR_NONE ? null : "prompt";
    }

    boolean isAuthorized(HttpHeaders headers, String key) {
        return ("Bearer " + key).equals(headers.first("Authorization"))
                || (keyHeader != null && key.equals(headers.first(keyHeader)));
    }
}
