// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.tck;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.transport.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Chapter 3: bytes. */
interface ByteRules extends Chapter {

    @Test
    @DisplayName(
            "3.1 The bytes of the body arrive unchanged and in order, regardless of chunking, framing and packets.")
    default void rule_3_1_bytesArriveUnchanged() throws Exception {
        byte[] body = new byte[300_000];
        new Random(31).nextBytes(body);

        assertThat(inPieces(body, HttpHeaders.empty())).isEqualTo(body);
        HttpHeaders length = HttpHeaders.builder()
                .add("Content-Length", Integer.toString(body.length))
                .build();
        assertThat(inPieces(body, length)).isEqualTo(body);
    }

    private byte[] inPieces(byte[] body, HttpHeaders headers) throws InterruptedException {
        SignalRecorder handler = lab().send();
        ServerExchange exchange = lab().next();
        exchange.head(200, headers);
        int[] sizes = {1, 2, 7, 4096, 65_536, 16_383, 3};
        int from = 0;
        for (int i = 0; from < body.length; i++) {
            int to = Math.min(body.length, from + sizes[i % sizes.length]);
            exchange.data(Arrays.copyOfRange(body, from, to));
            from = to;
        }
        exchange.end();
        return handler.awaitEnd().bodyBytes();
    }

    @Test
    @DisplayName("3.2 Every delivered buffer has at least one byte.")
    default void rule_3_2_noBufferIsEmpty() throws Exception {
        SignalRecorder handler = lab().send();
        ServerExchange exchange = lab().next();
        exchange.head(200, HttpHeaders.empty());
        exchange.data("x".getBytes(UTF_8));
        handler.awaitBytes(1);
        exchange.data("yz".getBytes(UTF_8));
        handler.awaitBytes(3);
        exchange.end();
        handler.awaitEnd();
        SignalRecorder bodiless = lab().send();
        ServerExchange noContent = lab().next();
        noContent.head(204, HttpHeaders.empty());
        noContent.end();
        bodiless.awaitEnd();

        assertThat(handler.receivedEmptyBuffer())
                .as("an empty buffer was delivered")
                .isFalse();
        assertThat(bodiless.receivedEmptyBuffer())
                .as("an empty buffer was delivered for a response without a body")
                .isFalse();
    }

    @Test
    @DisplayName("3.3 A buffer is lent until the handler returns. The handler may leave its position and"
            + " limit in any state.")
    default void rule_3_3_buffersMayBeLeftInAnyState() throws Exception {
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        SignalRecorder handler = lab().send(lab().recorder().consuming(chunk -> {
            ByteBuffer copy = chunk.duplicate();
            while (copy.hasRemaining()) {
                seen.write(copy.get());
            }
            switch (seen.size() % 3) {
                case 0 -> chunk.limit(chunk.position());
                case 1 -> chunk.clear();
                default -> {}
            }
        }));
        ServerExchange exchange = lab().next();
        exchange.head(200, HttpHeaders.empty());
        String text = "abcdefghij";
        for (int i = 0; i < text.length(); i++) {
            exchange.data(text.substring(i, i + 1).getBytes(UTF_8));
            handler.awaitBytes(i + 1);
        }
        exchange.end();
        handler.awaitEnd();
        lab().roundTrip();

        assertThat(seen.toString(UTF_8)).isEqualTo(text);
    }

    @Test
    @DisplayName("3.4 The transport removes no content coding.")
    default void rule_3_4_contentStaysCoded() throws Exception {
        byte[] coded = gzip("{\"text\":\"hello\"}");
        SignalRecorder handler = lab().send();
        ServerExchange exchange = lab().next();
        exchange.head(200, HttpHeaders.builder().add("Content-Encoding", "gzip").build());
        exchange.data(coded);
        exchange.end();

        assertThat(handler.awaitEnd().bodyBytes()).isEqualTo(coded);
        assertThat(handler.head().headers().first("Content-Encoding")).isEqualTo("gzip");
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(coded)) {
            gzip.write(text.getBytes(UTF_8));
        }
        return coded.toByteArray();
    }
}
