// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.sse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Compares the decoder with {@link ReferenceDecoder} on malformed streams. */
class SseDecoderDifferentialTest {

    private static final int STREAMS = 20_000;
    private static final int MAX_PARTS = 40;

    private static final List<byte[]> PARTS = List.of(
            bytes("\n"),
            bytes("\n"),
            bytes("\r"),
            bytes("\r\n"),
            bytes("\n\n"),
            bytes("\r\r"),
            bytes("\r\n\r\n"),
            bytes("data"),
            bytes("data:"),
            bytes("data: "),
            bytes("data:x"),
            bytes("Data:"),
            bytes("dat"),
            bytes("event"),
            bytes("event: error"),
            bytes("id"),
            bytes("id: 1"),
            bytes("retry"),
            bytes("retry:"),
            bytes("retry: 1000"),
            bytes("unknown: field"),
            bytes(":"),
            bytes(": comment"),
            bytes(" "),
            bytes("  "),
            bytes("\t"),
            bytes("7"),
            bytes("999999999999999999"),
            bytes("\0"),
            bytes("\u2028"),
            bytes("\u0085"),
            bytes("{\"text\": \"a\"}"),
            bytes("[DONE]"),
            bytes("\uFEFF"),
            bytes("\uD83D\uDE00"),
            // Starts of a byte order mark and of a four-byte character, a stray continuation, and invalid UTF-8.
            raw("\u00EF"),
            raw("\u00EF\u00BB"),
            raw("\u00F0\u009F"),
            raw("\u0080"),
            raw("\u00C0\u008A"),
            raw("\u00FF"));

    @Test
    void agreesWithTheStandardOnMalformedStreams() {
        Random random = new Random(20_261_122);
        for (int i = 0; i < STREAMS; i++) {
            byte[] stream = stream(random);
            int longest = 1 + random.nextInt(24);

            assertThat(EventStream.decode(stream, () -> 1 + random.nextInt(longest)))
                    .as("stream %d: %s", i, new String(stream, ISO_8859_1))
                    .isEqualTo(ReferenceDecoder.decode(stream));
        }
    }

    private static byte[] stream(Random random) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (int parts = random.nextInt(MAX_PARTS); parts > 0; parts--) {
            stream.writeBytes(PARTS.get(random.nextInt(PARTS.size())));
        }
        return stream.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static byte[] raw(String bytes) {
        return bytes.getBytes(ISO_8859_1);
    }
}
