// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.transport;

import dev.completions4j.JsonValue;
import dev.completions4j.testkit.ReceivedRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a test expects of a request: as much of its method, path, headers and JSON body as matters.
 *
 * <pre>{@code
 * RequestPattern.post("/v1/completions").json("/prompt", "Hello").json("/stream", true)
 * }</pre>
 *
 * <p>Immutable: each method gives a pattern that asks for one thing more.
 */
public final class RequestPattern {

    private static final RequestPattern ANY = new RequestPattern(List.of());

    /** One thing to ask for. */
    private interface Part {

        /** In what way the request is not as this says; null if it is. */
        @Nullable String mismatch(ReceivedRequest request);
    }

    private record DescribedPart(String description, Part part) {}

    private final List<DescribedPart> parts;

    private RequestPattern(List<DescribedPart> parts) {
        this.parts = parts;
    }

    /** Matches every request. */
    public static RequestPattern any() {
        return ANY;
    }

    /** Matches {@code POST} to a path, as {@link #path} compares it. */
    public static RequestPattern post(String path) {
        return any().method("POST").path(path);
    }

    /** Matches {@code GET} of a path, as {@link #path} compares it. */
    public static RequestPattern get(String path) {
        return any().method("GET").path(path);
    }

    /** Asks for a method, such as {@code POST}. */
    public RequestPattern method(String method) {
        return and(method, request -> differs("the method", request.method(), method));
    }

    /**
     * Asks for a path.
     *
     * @param path with all that stands before the endpoint's, such as {@code /v1/completions}; without a query
     */
    public RequestPattern path(String path) {
        return and(path, request -> differs("the path", request.path(), path));
    }

    /** Asks for a header; a name that is sent several times needs this value once. */
    public RequestPattern header(String name, String value) {
        return and("with the header " + name + ": " + value, request -> {
            List<String> values = request.headers().all(name);
            if (values.contains(value)) {
                return null;
            }
            return values.isEmpty()
                    ? "the header " + name + " is missing"
                    : "the header " + name + " is " + String.join(", ", values);
        });
    }

    /** Asks that a header be missing. */
    public RequestPattern noHeader(String name) {
        return and("without the header " + name, request -> {
            List<String> values = request.headers().all(name);
            return values.isEmpty() ? null : "the header " + name + " is " + String.join(", ", values);
        });
    }

    /**
     * Asks for a value in the JSON body.
     *
     * @param pointer such as {@code /prompt} or {@code /stop/0}; empty for the whole body (RFC 6901)
     * @param expected a {@code String}, {@code Boolean}, {@code Number}, a {@code List} or {@code Map} of them, a
     *     {@link JsonValue}, or null for JSON's own null; numbers are compared by their value, objects without regard to
     *     the order of their members
     * @throws IllegalArgumentException if the pointer is none, or the value is none of these
     */
    public RequestPattern json(String pointer, @Nullable Object expected) {
        ExpectedJson json = ExpectedJson.of(pointer, expected);
        return and("with " + json, request -> json.mismatch(request.bodyText()));
    }

    /**
     * Asks that the JSON body have no such value, not even null.
     *
     * @param pointer as {@link #json} takes it
     */
    public RequestPattern noJson(String pointer) {
        MissingJson json = MissingJson.of(pointer);
        return and("without " + pointer, request -> json.mismatch(request.bodyText()));
    }

    /**
     * Asks for something else.
     *
     * @param description completes the sentence "a request …", such as {@code "with a short prompt"}
     */
    public RequestPattern matching(String description, Predicate<ReceivedRequest> condition) {
        return and(description, request -> condition.test(request) ? null : "it is no request " + description);
    }

    /** In which ways a request is not as this pattern asks; empty if it matches. */
    public List<String> mismatches(ReceivedRequest request) {
        List<String> mismatches = new ArrayList<>();
        for (DescribedPart each : parts) {
            String mismatch = each.part().mismatch(request);
            if (mismatch != null) {
                mismatches.add(mismatch);
            }
        }
        return mismatches;
    }

    /** What this pattern asks for, in words. */
    @Override
    public String toString() {
        return parts.isEmpty()
                ? "any request"
                : parts.stream().map(DescribedPart::description).collect(Collectors.joining(" "));
    }

    private RequestPattern and(String description, Part part) {
        List<DescribedPart> more = new ArrayList<>(parts);
        more.add(new DescribedPart(description, part));
        return new RequestPattern(List.copyOf(more));
    }

    private static @Nullable String differs(String what, String actual, String expected) {
        return actual.equals(expected) ? null : what + " is " + actual;
    }
}
