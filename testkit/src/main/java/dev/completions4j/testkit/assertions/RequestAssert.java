// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.assertions;

import dev.completions4j.testkit.ReceivedRequest;
import dev.completions4j.testkit.transport.RequestPattern;
import java.util.List;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/** Assertions on a request. What they compare is what {@link RequestPattern} says. */
public final class RequestAssert extends AbstractAssert<RequestAssert, ReceivedRequest> {

    RequestAssert(ReceivedRequest actual) {
        super(actual, RequestAssert.class);
    }

    /** Asserts all that a pattern asks for. */
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

    /** Asserts the method, such as {@code POST}. */
    public RequestAssert hasMethod(String method) {
        return matches(RequestPattern.any().method(method));
    }

    /** Asserts the path, without its query. */
    public RequestAssert hasPath(String path) {
        return matches(RequestPattern.any().path(path));
    }

    /** Asserts that a header has a value, among others perhaps. */
    public RequestAssert hasHeader(String name, String value) {
        return matches(RequestPattern.any().header(name, value));
    }

    /** Asserts that a header is missing. */
    public RequestAssert hasNoHeader(String name) {
        return matches(RequestPattern.any().noHeader(name));
    }

    /** Asserts a value in the JSON body, as {@link RequestPattern#json} takes it. */
    public RequestAssert hasJson(String pointer, @Nullable Object expected) {
        return matches(RequestPattern.any().json(pointer, expected));
    }

    /** Asserts that the JSON body has no such value, not even null. */
    public RequestAssert hasNoJson(String pointer) {
        return matches(RequestPattern.any().noJson(pointer));
    }
}
