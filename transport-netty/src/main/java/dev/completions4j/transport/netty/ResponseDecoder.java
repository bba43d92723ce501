// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decodes one response per request, and reports bytes that belong to no response.
 *
 * <p>Netty's {@code HttpClientCodec} would decode bytes after the end of a response as the start of the next one, and
 * does not reveal them while the message is incomplete.
 */
final class ResponseDecoder extends HttpResponseDecoder {

    /** Passed on instead of bytes that belong to no response. */
    static final Object SURPLUS = new Object();

    /** Large enough to pass on the content of one read as one chunk. */
    private static final int MAX_CONTENT_BYTES = 64 * 1024;

    private static final HttpHeadersFactory TRAILERS = new UnkeptTrailers();

    /** The method of the request whose response is expected; null if none is. */
    private @Nullable HttpMethod awaited;

    private boolean interim;

    private final SimpleChunks chunks = new SimpleChunks();

    ResponseDecoder(int maxHeadBytes) {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(maxHeadBytes)
                .setMaxHeaderSize(maxHeadBytes)
                .setMaxChunkSize(MAX_CONTENT_BYTES)
                .setTrailersFactory(TRAILERS));
    }

    /** Expects a response to a request with the given method. */
    void expectResponseTo(HttpMethod method) {
        awaited = method;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf bytes, List<Object> out) throws Exception {
        if (awaited == null) {
            bytes.skipBytes(bytes.readableBytes());
            out.add(SURPLUS);
            return;
        }
        ByteBuf content = chunks.take(bytes);
        if (content != null) {
            out.add(new DefaultHttpContent(content));
            return;
        }
        if (chunks.needsMore(bytes)) {
            return;
        }
        if (chunks.lacksLineEnd()) {
            chunks.end();
            expectLineEnd(context);
        }
        int decodedBefore = out.size();
        int start = bytes.readerIndex();
        super.decode(context, bytes, out);
        chunks.onDecoded(bytes.readerIndex() - start);
        for (int i = decodedBefore; i < out.size(); i++) {
            follow(out.get(i));
        }
    }

    /** Replaces the chunk that the decoder has not seen by a short one, so that it reads how the chunk ends. */
    private void expectLineEnd(ChannelHandlerContext context) throws Exception {
        ByteBuf chunk = Unpooled.copiedBuffer("1\r\n.", US_ASCII);
        List<Object> out = new ArrayList<>(1);
        super.decode(context, chunk, out);
        out.forEach(ReferenceCountUtil::release);
        chunk.release();
    }

    private void follow(Object decoded) {
        if (decoded instanceof HttpResponse response) {
            interim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
            if (response.decoderResult().isSuccess() && HttpUtil.isTransferEncodingChunked(response)) {
                chunks.begin();
            }
        }
        if (decoded instanceof LastHttpContent) {
            chunks.end();
            awaited = interim ? awaited : null;
        }
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
        return HttpMethod.HEAD.equals(awaited) || super.isContentAlwaysEmpty(message);
    }
}
