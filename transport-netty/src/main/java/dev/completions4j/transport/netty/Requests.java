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
import java.net.URI;
import java.util.Set;

/** Puts requests into Netty's form. */
final class Requests {

    /** The API's headers were validated when they were made, by rules of its own. */
    private static final HttpHeadersFactory HEADERS =
            DefaultHttpHeadersFactory.headersFactory().withValidation(false);

    /** Methods of which a server expects a body, so that one without says so (RFC 9110, section 8.6). */
    private static final Set<String> METHODS_WITH_BODY = Set.of("POST", "PUT", "PATCH");

    private Requests() {}

    static FullHttpRequest toNetty(TransportRequest request, Route route) {
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
        if (body.isReadable() || METHODS_WITH_BODY.contains(request.method())) {
            message.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        }
        return message;
    }

    private static String target(URI uri) {
        String path = uri.getRawPath();
        String absolutePath = path == null || path.isEmpty() ? "/" : path;
        return uri.getRawQuery() == null ? absolutePath : absolutePath + "?" + uri.getRawQuery();
    }
}
