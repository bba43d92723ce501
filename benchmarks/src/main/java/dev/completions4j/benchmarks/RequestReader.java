// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Emits {@link #REQUEST} at the end of each request, whose body must have a {@code Content-Length}. */
final class RequestReader extends ByteToMessageDecoder {

    static final Object REQUEST = new Object();

    private static final ByteBuf HEAD_END = Unpooled.unreleasableBuffer(Unpooled.copiedBuffer("\r\n\r\n", US_ASCII));
    private static final String LENGTH = "\r\ncontent-length:";

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf input, List<Object> out) {
        int headEnd = ByteBufUtil.indexOf(HEAD_END, input);
        if (headEnd < 0) {
            return;
        }
        int headLength = headEnd - input.readerIndex();
        int length = headLength
                + HEAD_END.readableBytes()
                + bodyLength(input.toString(input.readerIndex(), headLength, US_ASCII));
        if (input.readableBytes() >= length) {
            input.skipBytes(length);
            out.add(REQUEST);
        }
    }

    private static int bodyLength(String head) {
        int name = head.toLowerCase(Locale.ROOT).indexOf(LENGTH);
        if (name < 0) {
            throw new IllegalArgumentException("The request has no Content-Length");
        }
        int value = name + LENGTH.length();
        int end = head.indexOf('\r', value);
        return Integer.parseInt(
                head.substring(value, end < 0 ? head.length() : end).strip());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // Clients may disconnect at any time.
        if (!(cause instanceof IOException)) {
            context.fireExceptionCaught(cause);
        }
        var unused = context.close();
    }
}
