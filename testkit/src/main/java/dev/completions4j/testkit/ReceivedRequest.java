// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.testkit.transport.FakeTransport;
import dev.completions4j.transport.HttpHeaders;
import java.nio.ByteBuffer;

/**
 * An HTTP request as a {@link LoopbackServer} or a {@link FakeTransport} received it.
 *
 * @param method such as {@code POST}
 * @param target path and query, as sent
 * @param headers as sent
 * @param body without its chunk framing; read-only; empty if there is none; each call of the accessor returns a buffer
 *     with a position of its own
 */
public record ReceivedRequest(String method, String target, HttpHeaders headers, ByteBuffer body) {

    public ReceivedRequest {
        body = body.asReadOnlyBuffer();
    }

    @Override
    public ByteBuffer body() {
        return body.duplicate();
    }

    /** The body, read as UTF-8. */
    public String bodyText() {
        return UTF_8.decode(body()).toString();
    }

    /** The target without its query. */
    public String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** Method, path and body length; neither query nor headers, which may hold secrets. */
    @Override
    public String toString() {
        return method + " " + path() + " (" + body.remaining() + " bytes)";
    }
}
