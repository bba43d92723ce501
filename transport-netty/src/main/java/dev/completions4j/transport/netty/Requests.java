// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import dev.completions4j.transport.TransportRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/** Converts requests to Netty's requests. */
final class Requests {

    /** Disables Netty's validation, since the API has validated the headers. */
    private static final HttpHeadersFactory HEADERS =
            DefaultHttpHeadersFactory.headersFactory().withValidation(false);

    /** Methods for which an empty body is declared by {@code Content-Length: 0} (RFC 9110, section 8.6). */
    private static final Set<String> METHODS_WITH_BODY = Set.of("POST", "PUT", "PATCH");

    /** Headers that are forbidden in HTTP/2 (RFC 9113, section 8.2.2). */
    private static final Set<String> CONNECTION_HEADERS =
            Set.of("connection", "host", "keep-alive", "proxy-connection", "te", "transfer-encoding", "upgrade");

    private Requests() {}

    static FullHttpRequest toHttp1(TransportRequest request, Route route) {
        ByteBuf body = Unpooled.wrappedBuffer(request.body());
        FullHttpRequest message = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1,
                HttpMethod.valueOf(request.method()),
                target(request.uri()),
                body,
                HEADERS,
                HEADERS);
        message.headers().set(HttpHeaderNames.HOST, route.authority());
        request.headers().forEach((name, value) -> message.headers().add(name, value));
        if (saysLength(request)) {
            message.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        }
        return message;
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
        if (saysLength(request)) {
            head.setInt(HttpHeaderNames.CONTENT_LENGTH, request.body().remaining());
        }
        return head;
    }

    private static boolean saysLength(TransportRequest request) {
        return request.body().hasRemaining() || METHODS_WITH_BODY.contains(request.method());
    }

    private static String target(URI uri) {
        String path = uri.getRawPath();
        String absolutePath = path == null || path.isEmpty() ? "/" : path;
        return uri.getRawQuery() == null ? absolutePath : absolutePath + "?" + uri.getRawQuery();
    }
}
