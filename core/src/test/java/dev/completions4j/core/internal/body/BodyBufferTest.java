// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.body;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.core.internal.json.PaddedBytes;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyBufferTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100})
    void joinsChunksAndPadsThem(int chunk) {
        String text = "0123456789".repeat(50);
        BodyBuffer body = new BodyBuffer(text.length());
        for (int from = 0; from < text.length(); from += chunk) {
            String part = text.substring(from, Math.min(text.length(), from + chunk));
            assertThat(body.append(ByteBuffer.wrap(part.getBytes(UTF_8)))).isTrue();
            assertPadded(body, text.substring(0, from + part.length()));
        }
    }

    @Test
    void discardsWhatExceedsTheLimit() {
        BodyBuffer body = new BodyBuffer(3);
        ByteBuffer chunk = ByteBuffer.wrap("abcd".getBytes(UTF_8));

        assertThat(body.append(chunk)).isFalse();
        assertThat(chunk.hasRemaining()).isFalse();
        assertThat(body.append(ByteBuffer.wrap(new byte[] {'e'}))).isFalse();
        assertPadded(body, "abc");
    }

    @Test
    void isPaddedWithoutContent() {
        assertPadded(new BodyBuffer(0), "");
        assertThat(new BodyBuffer(0).append(ByteBuffer.allocate(0))).isTrue();
    }

    private static void assertPadded(BodyBuffer body, String text) {
        byte[] bytes = body.bytes();
        assertThat(new String(bytes, 0, body.length(), UTF_8)).isEqualTo(text);
        assertThat(bytes.length - body.length()).isGreaterThanOrEqualTo(PaddedBytes.PADDING);
        for (int i = body.length(); i < bytes.length; i++) {
            assertThat(bytes[i]).isZero();
        }
    }
}
