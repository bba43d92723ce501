// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.recording;

import dev.completions4j.testkit.internal.json.JsonNode;
import dev.completions4j.testkit.internal.json.JsonReader;
import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.TransportRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * A request without its secrets.
 *
 * @param target the path and query
 */
record RecordedRequest(String method, String target, HttpHeaders headers, Bytes body) {

    static RecordedRequest of(TransportRequest request, Redaction redaction) {
        Mask mask = redaction.mask(request);
        return new RecordedRequest(
                request.method(),
                redaction.target(request.uri(), mask),
                redaction.headers(request.headers(), mask),
                mask.masked(Bytes.of(request.body())));
    }

    /** Returns the target without its query. */
    String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** Returns whether both have the same method, path and body, regardless of the order of JSON properties. */
    boolean matches(RecordedRequest other) {
        return method.equals(other.method) && path().equals(other.path()) && hasSameBodyAs(other);
    }

    /** Returns the body as JSON; null if it is not JSON. */
    @Nullable JsonNode json() {
        try {
            return body.isUtf8() && body.size() > 0 ? JsonReader.read(body.text()) : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    private boolean hasSameBodyAs(RecordedRequest other) {
        JsonNode json = json();
        return json == null ? body.equals(other.body) : json.equals(other.json());
    }

    /** Returns method, path and body length, without content. */
    @Override
    public String toString() {
        return method + " " + path() + " (" + body.size() + " bytes)";
    }
}
