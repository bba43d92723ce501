// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import dev.completions4j.transport.TransportRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** Encodes requests in HTTP/1.1, and converts them to Netty's headers of HTTP/2. */
final class Requests {

    /** Expected size of a request line and headers, in bytes. */
    private static final int HEAD_BYTES = 512;

    private static final short LINE_END = 0x0D0A;

    /** Methods for which an empty body is declared by {@code Content-Length: 0} (RFC 9110, section 8.6). */
    private static final Set<String> METHODS_WITH_BODY = Set.of("POST", "PUT", "PATCH");

    /** Headers that are forbidden in HTTP/2 (RFC 9113, section 8.2.2). */
    private static final Set<String> CONNECTION_HEADERS =
            Set.of("connection", "host", "keep-alive", "proxy-connection", "te", "transfer-encoding", "upgrade");

    private Requests() {}

    /**
     * Returns the bytes of a request in HTTP/1.1 (RFC 9112), in one buffer, from which they can be written without
     * another copy. The API has validated method, target and headers.
     *
     * @param authority the value of the {@code Host} header
     */
    static ByteBuf toHttp1(TransportRequest request, String authority, ByteBufAllocator allocator) {
        ByteBuffer body = request.body();
        int length = body.remaining();
        boolean saysLength = saysLength(request.method(), length);
        ByteBuf bytes = allocator.ioBuffer(HEAD_BYTES + length);
        append(request.method(), bytes);
        append(" ", bytes);
        append(target(request.uri()), bytes);
        append(" HTTP/1.1", bytes);
        bytes.writeShort(LINE_END);
        header("host", authority, bytes);
        request.headers().forEach((name, value) -> {
            if (!saysLength || !HttpHeaderNames.CONTENT_LENGTH.contentEqualsIgnoreCase(name)) {
                header(name, value, bytes);
            }
        });
        if (saysLength) {
            header("content-length", Integer.toString(length), bytes);
        }
        return bytes.writeShort(LINE_END).writeBytes(body);
    }

    private static void header(String name, String value, ByteBuf bytes) {
        append(name, bytes);
        append(": ", bytes);
        append(value, bytes);
        bytes.writeShort(LINE_END);
    }

    private static void append(String text, ByteBuf bytes) {
        bytes.writeCharSequence(text, StandardCharsets.US_ASCII);
    }

    /** Returns whether the request allows the server to keep an HTTP/1.1 connection open (RFC 9112, section 9.3). */
    static boolean keepsAlive(TransportRequest request) {
        if (request.headers().first("connection") == null) {
            return true;
        }
        for (String value : request.headers().all("connection")) {
            for (String option : value.split(",", -1)) {
                if (option.strip().equalsIgnoreCase("close")) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Returns the request line and headers, without the body. */
    static Http2Headers toHttp2(TransportRequest request, Route route) {
        Http2Headers head = new DefaultHttp2Headers(false)
                .method(request.method())
                .scheme(route.scheme())
                .authority(route.authority())
                .path(target(request.uri()));
        request.headers().forEach((name, value) -> {
            String lowerCaseName = name.toLowerCase(Locale.ROOT);
            if (!CONNECTION_HEADERS.contains(lowerCaseName)) {
                head.add(lowerCaseName, value);
            }
        });
        int length = request.body().remaining();
        if (saysLength(request.method(), length)) {
            head.setInt(HttpHeaderNames.CONTENT_LENGTH, length);
        }
        return head;
    }

    private static boolean saysLength(String method, int length) {
        return length > 0 || METHODS_WITH_BODY.contains(method);
    }

    private static String target(URI uri) {
        String path = uri.getRawPath();
        String absolutePath = path == null || path.isEmpty() ? "/" : path;
        return uri.getRawQuery() == null ? absolutePath : absolutePath + "?" + uri.getRawQuery();
    }
}
