// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import java.net.http.HttpClient;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Checks a body against its {@code Content-Length}, which the client does not do over HTTP/2 (RFC 9113, section 8.1.1).
 * Used by one thread at a time.
 */
final class BodyLength {

    private enum End {
        DECLARED,
        OF_CONNECTION,
        /** Chunked framing, END_STREAM, or no body. */
        OTHER
    }

    private final End end;

    /** Number of declared bytes that have not arrived; negative if there are too many. */
    private long missing;

    private BodyLength(End end, long missing) {
        this.end = end;
        this.missing = missing;
    }

    static BodyLength undeclared() {
        return new BodyLength(End.OTHER, 0);
    }

    /**
     * Returns the length declared in response headers.
     *
     * @param method the request's method
     * @param head valid headers
     */
    static BodyLength declaredIn(ResponseInfo head, String method) {
        // Responses to HEAD and 304 responses may declare the length of a body that is not sent.
        boolean bodiless = method.equals("HEAD") || head.statusCode() == 204 || head.statusCode() == 304;
        if (bodiless) {
            return undeclared();
        }
        List<String> lengths = head.headers().allValues("Content-Length");
        if (!lengths.isEmpty()) {
            return new BodyLength(End.DECLARED, Long.parseLong(lengths.get(0)));
        }
        boolean chunked = !head.headers().allValues("Transfer-Encoding").isEmpty();
        return new BodyLength(
                chunked || head.version() != HttpClient.Version.HTTP_1_1 ? End.OTHER : End.OF_CONNECTION, 0);
    }

    void count(List<ByteBuffer> chunks) {
        for (ByteBuffer chunk : chunks) {
            missing -= chunk.remaining();
        }
    }

    /** Returns whether the body ends with its connection. */
    boolean endsWithConnection() {
        return end == End.OF_CONNECTION;
    }

    /** Returns whether the body is shorter than declared. */
    boolean isShort() {
        return end == End.DECLARED && missing > 0;
    }

    /** Returns whether the body is longer than declared. */
    boolean isLong() {
        return end == End.DECLARED && missing < 0;
    }
}
