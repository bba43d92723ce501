// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the responses of a connection, one for each request, and reports bytes that belong to none.
 *
 * <p>Netty's {@code HttpClientCodec} decodes whatever comes: bytes after the end of a response would become the start
 * of the next one, and they can't be seen from outside while they are not a whole message.
 */
final class ResponseDecoder extends HttpResponseDecoder {

    /** Passed on in place of bytes that no request asked for. */
    static final Object SURPLUS = new Object();

    /** One read is one content where it can be. */
    private static final int MAX_CONTENT_BYTES = 64 * 1024;

    /** The method of the request whose response is due; null if none is. */
    private @Nullable HttpMethod awaited;

    private boolean interim;

    private final WholeChunks chunks = new WholeChunks();

    ResponseDecoder(int maxHeadBytes) {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(maxHeadBytes)
                .setMaxHeaderSize(maxHeadBytes)
                .setMaxChunkSize(MAX_CONTENT_BYTES));
    }

    /** Makes the next bytes the response to a request with that method. */
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
        int decodedBefore = out.size();
        int start = bytes.readerIndex();
        super.decode(context, bytes, out);
        chunks.onDecoded(bytes.readerIndex() - start);
        for (int i = decodedBefore; i < out.size(); i++) {
            follow(out.get(i));
        }
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
