// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import java.util.Random;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class ResponseDecoderTest {

    private static final String HEAD = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

    /** Chunks, and data that is not quite a chunk. */
    private static final List<String> PIECES = List.of(
            "5\r\nhello\r\n",
            "5\r\nhello\r\n",
            "1\r\n\r\r\n",
            "2\r\n\r\n\r\n",
            "0A\r\n0123456789\r\n",
            "00000c\r\n0123456789ab\r\n",
            "000000c\r\n0123456789ab\r\n",
            "00000000c\r\n0123456789ab\r\n",
            "103\r\n" + "data: x".repeat(37) + "\r\n",
            "5;name=value\r\nhello\r\n",
            "5 \r\nhello\r\n",
            " 5\r\nhello\r\n",
            "5\nhello\r\n",
            "5\r\nhello\n",
            "5\r\nhello!!",
            "5\r\nhell\r\n",
            "-5\r\nhello\r\n",
            "+5\r\nhello\r\n",
            "0x5\r\nhello\r\n",
            "\u00b25\r\nhello\r\n",
            "ffffff\r\nhello\r\n",
            "fffffffff\r\nhello\r\n",
            "\r\n",
            "0\r\n\r\n",
            "0\r\nX-Late: 1\r\n\r\n",
            "0\r\nX-Late: 1\r\n folded\r\nX-Later: 2\r\n\r\n",
            "0\r\nX Late: 1\r\n\r\n",
            "0\r\nX-Late: \u0001\r\n\r\n",
            "0\r\nX-Late\r\n\r\n");

    /** Counts its buffers, which finds each leak, and in a fraction of the leak detector's time. */
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true, true);

    @AfterEach
    void allBuffersAreReleased() {
        assertThat(allocator.metric().usedDirectMemory()).isZero();
        assertThat(allocator.metric().usedHeapMemory()).isZero();
    }

    @Test
    void joinsTheChunksOfARead() {
        EmbeddedChannel channel = decoding();
        channel.writeInbound(bytes(HEAD));
        ReferenceCountUtil.release(channel.readInbound());
        channel.writeInbound(bytes("3\r\none\r\n4\r\n two\r\n6\r\n three\r\n5\r\n fo"));

        assertThat(textOf(channel.readInbound())).isEqualTo("one two three fo");

        channel.writeInbound(bytes("ur\r\n5\r\n five\r\n4\r\n six\r\n0\r\n\r\n"));
        assertThat(textOf(channel.readInbound())).isEqualTo("ur five six");
        LastHttpContent last = channel.readInbound();
        assertThat(last).isSameAs(LastHttpContent.EMPTY_LAST_CONTENT);
        channel.finishAndReleaseAll();
    }

    @Test
    void decodesABufferOfSeveralParts() {
        EmbeddedChannel channel = decoding();
        CompositeByteBuf parts = allocator.compositeDirectBuffer();
        parts.addComponent(true, bytes("3\r\none\r\n4\r\n t"))
                .addComponent(true, bytes("wo\r\n6\r\n three\r\n0\r\n\r\n"));

        assertThat(decoded(channel, HEAD, HEAD::length)).isEqualTo("200 [] open");
        channel.writeInbound(parts);
        StringBuilder decoded = new StringBuilder();
        StringBuilder body = new StringBuilder();
        for (Object part = channel.readInbound(); part != null; part = channel.readInbound()) {
            append(part, decoded, body);
        }

        assertThat(decoded.toString()).isEqualTo("[one two three] end ");
        channel.finishAndReleaseAll();
    }

    @Test
    void decodesOneResponseAfterTheOther() {
        ResponseDecoder decoder = new ResponseDecoder(8192);
        EmbeddedChannel channel = channel(decoder);
        for (String body : List.of("5;x\r\nhello\r\n", "5\r\nhello\r\n", "5\r\nhello\r\n")) {
            decoder.expectResponseTo(HttpMethod.POST);
            assertThat(decoded(channel, HEAD + body + "0\r\n\r\n", () -> 7)).isEqualTo("200 [hello] end ");
        }
        channel.finishAndReleaseAll();
    }

    /** The result of Netty's own decoder is the reference. */
    @RepeatedTest(10)
    void decodesAsNettyDoes(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        for (int run = 0; run < 500; run++) {
            String response = response(random);
            int most = 1 + random.nextInt(random.nextBoolean() ? 12 : response.length());
            EmbeddedChannel ours = decoding();
            EmbeddedChannel netty = channel(new HttpResponseDecoder(new HttpDecoderConfig()));

            assertThat(decoded(ours, response, () -> 1 + random.nextInt(most)))
                    .as(response)
                    .isEqualTo(decoded(netty, response, response::length));
            ours.finishAndReleaseAll();
            netty.finishAndReleaseAll();
        }
    }

    private static String response(Random random) {
        StringBuilder response = new StringBuilder(HEAD);
        int oddOnes = random.nextInt(3);
        for (int i = random.nextInt(12); i >= 0; i--) {
            int place = random.nextInt(oddOnes == 0 ? 9 : PIECES.size());
            response.append(PIECES.get(place));
            oddOnes -= place < 9 ? 0 : 1;
        }
        return response.append(random.nextBoolean() ? "0\r\n\r\n" : "").toString();
    }

    private EmbeddedChannel decoding() {
        ResponseDecoder decoder = new ResponseDecoder(8192);
        decoder.expectResponseTo(HttpMethod.POST);
        return channel(decoder);
    }

    private EmbeddedChannel channel(ChannelHandler decoder) {
        EmbeddedChannel channel = new EmbeddedChannel(decoder);
        channel.config().setAllocator(allocator);
        return channel;
    }

    /** Returns the first response up to its end or first failure, with its contents joined, and how it ended. */
    private String decoded(EmbeddedChannel channel, String response, IntSupplier pieceLength) {
        StringBuilder decoded = new StringBuilder();
        StringBuilder body = new StringBuilder();
        int from = 0;
        while (from < response.length()) {
            int to = Math.min(response.length(), from + pieceLength.getAsInt());
            channel.writeInbound(bytes(response.substring(from, to)));
            from = to;
            for (Object part = channel.readInbound(); part != null; part = channel.readInbound()) {
                if (isOver(decoded)) {
                    ReferenceCountUtil.release(part);
                } else {
                    append(part, decoded, body);
                }
            }
        }
        return isOver(decoded)
                ? decoded.toString()
                : decoded.append('[').append(body).append("] open").toString();
    }

    private static boolean isOver(StringBuilder decoded) {
        return decoded.indexOf("]") >= 0;
    }

    private static void append(Object part, StringBuilder decoded, StringBuilder body) {
        if (part instanceof HttpResponse response) {
            decoded.append(response.status().code()).append(' ');
        }
        if (part instanceof HttpObject object && object.decoderResult().isFailure()) {
            decoded.append('[').append(body).append("] fault ");
            ReferenceCountUtil.release(part);
        } else if (part instanceof HttpContent content) {
            boolean last = content instanceof LastHttpContent;
            body.append(textOf(content));
            if (last) {
                decoded.append('[').append(body).append("] end ");
            }
        }
    }

    private static String textOf(Object content) {
        String text = ((HttpContent) content).content().toString(ISO_8859_1);
        ReferenceCountUtil.release(content);
        return text;
    }

    private ByteBuf bytes(String text) {
        return allocator.directBuffer().writeBytes(text.getBytes(ISO_8859_1));
    }
}
