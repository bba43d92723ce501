// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.testkit.transport.FakeTransport;
import dev.completions4j.transport.HttpHeaders;
import java.nio.ByteBuffer;

/**
 * An HTTP request that a {@link LoopbackServer} or a {@link FakeTransport} received.
 *
 * @param method the method, such as {@code POST}
 * @param target the path and query, as sent
 * @param headers the headers, as sent
 * @param body the body without chunk framing, read-only; empty if the request has none; each call of the accessor
 *     returns a buffer with its own position
 */
public record ReceivedRequest(String method, String target, HttpHeaders headers, ByteBuffer body) {

    public ReceivedRequest {
        body = body.asReadOnlyBuffer();
    }

    @Override
    public ByteBuffer body() {
        return body.duplicate();
    }

    /** Returns the body, decoded as UTF-8. */
    public String bodyText() {
        return UTF_8.decode(body()).toString();
    }

    /** Returns the target without its query. */
    public String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** Returns method, path and body length, without query and headers, which may contain secrets. */
    @Override
    public String toString() {
        return method + " " + path() + " (" + body.remaining() + " bytes)";
    }
}
