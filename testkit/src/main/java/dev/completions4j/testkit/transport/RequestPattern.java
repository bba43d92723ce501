// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.transport;

import dev.completions4j.JsonValue;
import dev.completions4j.testkit.ReceivedRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A pattern that requests must match: conditions on their method, path, headers and JSON body.
 *
 * <pre>{@code
 * RequestPattern.post("/v1/completions").json("/prompt", "Hello").json("/stream", true)
 * }</pre>
 *
 * <p>Immutable: each method returns a pattern with one more condition.
 */
public final class RequestPattern {

    private static final RequestPattern ANY = new RequestPattern(List.of());

    /** The headers whose values are not shown, in lower case. */
    private static final Set<String> CREDENTIALS =
            Set.of("authorization", "proxy-authorization", "api-key", "x-api-key", "cookie");

    /** A condition. */
    private interface Condition {

        /** Describes how the request violates this condition; returns null if it does not. */
        @Nullable String mismatch(ReceivedRequest request);
    }

    private record DescribedCondition(String description, Condition condition) {}

    private final List<DescribedCondition> conditions;

    private RequestPattern(List<DescribedCondition> conditions) {
        this.conditions = conditions;
    }

    /** Returns a pattern that matches every request. */
    public static RequestPattern any() {
        return ANY;
    }

    /**
     * Returns a pattern that matches {@code POST} requests to a path.
     *
     * @param path the path, as in {@link #path}
     */
    public static RequestPattern post(String path) {
        return any().method("POST").path(path);
    }

    /**
     * Returns a pattern that matches {@code GET} requests to a path.
     *
     * @param path the path, as in {@link #path}
     */
    public static RequestPattern get(String path) {
        return any().method("GET").path(path);
    }

    /**
     * Requires a method.
     *
     * @param method the method, such as {@code POST}
     */
    public RequestPattern method(String method) {
        return and(method, request -> differs("the method", request.method(), method));
    }

    /**
     * Requires a path.
     *
     * @param path the complete path, such as {@code /v1/completions}, without a query
     */
    public RequestPattern path(String path) {
        return and(path, request -> differs("the path", request.path(), path));
    }

    /**
     * Requires a header; if it occurs several times, one of them must have the value. Descriptions of mismatches do not
     * contain the values of headers that have credentials, such as {@code Authorization}, in the request.
     *
     * @param name the header name, case-insensitive
     * @param value the header value
     */
    public RequestPattern header(String name, String value) {
        return and("with the header " + name + ": " + value, request -> {
            List<String> values = request.headers().all(name);
            if (values.contains(value)) {
                return null;
            }
            return values.isEmpty()
                    ? "the header " + name + " is missing"
                    : description(name, values, "has another value");
        });
    }

    /**
     * Requires that a header is absent.
     *
     * @param name the header name, case-insensitive
     */
    public RequestPattern noHeader(String name) {
        return and("without the header " + name, request -> {
            List<String> values = request.headers().all(name);
            return values.isEmpty() ? null : description(name, values, "is present");
        });
    }

    /**
     * Requires a value in the JSON body.
     *
     * @param pointer a JSON pointer (RFC 6901), such as {@code /prompt} or {@code /stop/0}; empty for the whole body
     * @param expected a {@code String}, {@code Boolean} or {@code Number}, a {@code List} or {@code Map} of these, a
     *     {@link JsonValue}, or null for JSON null; numbers are compared by value, objects regardless of the order of
     *     their members
     * @throws IllegalArgumentException if the pointer is malformed, or the value has another type
     */
    public RequestPattern json(String pointer, @Nullable Object expected) {
        return and(ExpectedJson.of(pointer, expected));
    }

    /**
     * Requires that the JSON body has no value at a location, not even null.
     *
     * @param pointer a JSON pointer, as in {@link #json}
     * @throws IllegalArgumentException if the pointer is malformed
     */
    public RequestPattern noJson(String pointer) {
        return and(ExpectedJson.none(pointer));
    }

    /**
     * Requires a condition that the other methods do not cover.
     *
     * @param description completes the sentence "a request …", for messages, such as {@code "with a short prompt"}
     * @param condition returns true for requests that match
     */
    public RequestPattern matching(String description, Predicate<ReceivedRequest> condition) {
        return and(description, request -> condition.test(request) ? null : "it is not a request " + description);
    }

    /**
     * Describes how a request differs from this pattern.
     *
     * @param request the request
     * @return the descriptions; empty if the request matches
     */
    public List<String> mismatches(ReceivedRequest request) {
        List<String> mismatches = new ArrayList<>();
        for (DescribedCondition each : conditions) {
            String mismatch = each.condition().mismatch(request);
            if (mismatch != null) {
                mismatches.add(mismatch);
            }
        }
        return mismatches;
    }

    /** Returns a description of this pattern. */
    @Override
    public String toString() {
        return conditions.isEmpty()
                ? "any request"
                : conditions.stream().map(DescribedCondition::description).collect(Collectors.joining(" "));
    }

    private RequestPattern and(ExpectedJson json) {
        return and(json.toString(), request -> json.mismatch(request.bodyText()));
    }

    private RequestPattern and(String description, Condition condition) {
        List<DescribedCondition> more = new ArrayList<>(conditions);
        more.add(new DescribedCondition(description, condition));
        return new RequestPattern(List.copyOf(more));
    }

    /** Describes a header of the request by its values, or by other words if they are credentials. */
    private static String description(String name, List<String> values, String otherwise) {
        boolean secret = CREDENTIALS.contains(name.toLowerCase(Locale.ROOT));
        return "the header " + name + " " + (secret ? otherwise : "is " + String.join(", ", values));
    }

    private static @Nullable String differs(String what, String actual, String expected) {
        return actual.equals(expected) ? null : what + " is " + actual;
    }
}
