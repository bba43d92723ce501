// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import dev.completions4j.testkit.internal.json.ObjectNode;
import dev.completions4j.transport.HttpHeaders;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The requests that a server accepts.
 *
 * @param limits the ranges of properties
 * @param ignored the properties that the server accepts but ignores
 * @param check the checks of this server beyond types and ranges
 * @param adaptation how the server interprets a valid request
 * @param names the model names that the server accepts
 * @param keyHeader the header for a bare API key, in addition to {@code Authorization} with a bearer key; null if there
 *     is none
 */
record RequestRules(
        RequestLimits limits,
        Set<String> ignored,
        RequestCheck check,
        UnaryOperator<ObjectNode> adaptation,
        ModelNames names,
        @Nullable String keyHeader) {

    static final RequestRules OPENAI = ignoring();

    /** Returns OpenAI's rules with properties that are ignored. */
    static RequestRules ignoring(String... names) {
        return new RequestRules(
                RequestLimits.OPENAI, Set.of(names), RequestCheck.NONE, request -> request, ModelNames.OWN, null);
    }

    /** Returns these rules with other ranges. */
    RequestRules within(RequestLimits limits) {
        return new RequestRules(limits, ignored, check, adaptation, names, keyHeader);
    }

    /** Returns these rules with a check. */
    RequestRules checking(RequestCheck check) {
        return new RequestRules(limits, ignored, check, adaptation, names, keyHeader);
    }

    /** Returns these rules with an interpretation. */
    RequestRules adapting(UnaryOperator<ObjectNode> adaptation) {
        return new RequestRules(limits, ignored, check, adaptation, names, keyHeader);
    }

    /** Returns these rules with other model names. */
    RequestRules naming(ModelNames names) {
        return new RequestRules(limits, ignored, check, adaptation, names, keyHeader);
    }

    /** The model names that a server accepts. */
    enum ModelNames {
        /** Only its own. */
        OWN,
        /** Its own, or none. */
        OWN_OR_NONE,
        /** Any, because the server has only one model. */
        ANY
    }

    /** Returns these rules with another header for bare API keys. */
    RequestRules withKeyIn(String keyHeader) {
        return new RequestRules(limits, ignored, check, adaptation, names, keyHeader);
    }

    /** Returns the error code for a body that is not a JSON object. */
    @Nullable String bodyFault() {
        return names == ModelNames.OWN_OR_NONE ? RequestFault.INVALID_TYPE : null;
    }

    /** Returns the property that an error about an unknown token of a prompt names. */
    @Nullable String paramOfUnknownToken() {
        return names == ModelNames.OWN_OR_NONE ? null : "prompt";
    }

    boolean isAuthorized(HttpHeaders headers, String key) {
        return ("Bearer " + key).equals(headers.first("Authorization"))
                || (keyHeader != null && key.equals(headers.first(keyHeader)));
    }
}
