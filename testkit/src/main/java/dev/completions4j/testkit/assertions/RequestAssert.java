// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.assertions;

import dev.completions4j.testkit.ReceivedRequest;
import dev.completions4j.testkit.transport.RequestPattern;
import java.util.List;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/** Assertions on a request; {@link RequestPattern} specifies how values are compared. */
public final class RequestAssert extends AbstractAssert<RequestAssert, ReceivedRequest> {

    RequestAssert(ReceivedRequest actual) {
        super(actual, RequestAssert.class);
    }

    /**
     * Asserts that the request matches a pattern.
     *
     * @param pattern the pattern
     */
    public RequestAssert matches(RequestPattern pattern) {
        isNotNull();
        List<String> mismatches = pattern.mismatches(actual);
        if (!mismatches.isEmpty()) {
            failWithMessage(
                    "Expected a request%n  %s%nbut %s, in%n  %s %s %s",
                    pattern, String.join(", ", mismatches), actual.method(), actual.path(), actual.bodyText());
        }
        return this;
    }

    /**
     * Asserts the method.
     *
     * @param method the method, such as {@code POST}
     */
    public RequestAssert hasMethod(String method) {
        return matches(RequestPattern.any().method(method));
    }

    /**
     * Asserts the path, without the query.
     *
     * @param path the complete path, such as {@code /v1/completions}
     */
    public RequestAssert hasPath(String path) {
        return matches(RequestPattern.any().path(path));
    }

    /**
     * Asserts that a header has a value; if it occurs several times, one of them must have it.
     *
     * @param name the header name, case-insensitive
     * @param value the header value
     */
    public RequestAssert hasHeader(String name, String value) {
        return matches(RequestPattern.any().header(name, value));
    }

    /**
     * Asserts that a header is absent.
     *
     * @param name the header name, case-insensitive
     */
    public RequestAssert hasNoHeader(String name) {
        return matches(RequestPattern.any().noHeader(name));
    }

    /**
     * Asserts a value in the JSON body.
     *
     * @param pointer a JSON pointer, as in {@link RequestPattern#json}
     * @param expected the value, as in {@link RequestPattern#json}
     */
    public RequestAssert hasJson(String pointer, @Nullable Object expected) {
        return matches(RequestPattern.any().json(pointer, expected));
    }

    /**
     * Asserts that the JSON body has no value at a location, not even null.
     *
     * @param pointer a JSON pointer, as in {@link RequestPattern#json}
     */
    public RequestAssert hasNoJson(String pointer) {
        return matches(RequestPattern.any().noJson(pointer));
    }
}
