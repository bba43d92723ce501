// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.sse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.core.internal.json.PaddedBytes;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineEndsTest {

    @Test
    void findsTheFirstLineEndAtEveryPosition() {
        Random random = new Random(3);
        for (int run = 0; run < 20_000; run++) {
            byte[] bytes = new byte[random.nextInt(40)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = anyByte(random);
            }
            PaddedBytes input = PaddedBytes.copyOf(ByteBuffer.wrap(bytes));
            input.position(random.nextInt(bytes.length + 1));
            int expected = input.position();
            while (expected < bytes.length && bytes[expected] != '\n' && bytes[expected] != '\r') {
                expected++;
            }

            assertThat(LineEnds.indexIn(input)).isEqualTo(expected);
        }
    }

    /** Returns mostly neighbors of line ends, with and without the highest bit. */
    private static byte anyByte(Random random) {
        int choice = random.nextInt(24);
        if (choice < 2) {
            return (byte) (choice == 0 ? '\n' : '\r');
        }
        return (byte) (choice < 12 ? 0x09 + random.nextInt(6) + (random.nextBoolean() ? 0x80 : 0) : random.nextInt());
    }
}
