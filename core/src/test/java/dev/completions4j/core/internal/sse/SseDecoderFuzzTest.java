// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.sse;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Tag;

/**
 * Compares the decoder with {@link ReferenceDecoder} on streams and splits that a fuzzer chooses.
 *
 * <p>A seed is a stream followed by eight bytes that determine the splits. The build runs the seeds; the profile
 * {@code fuzz} searches for others.
 */
@Tag("fuzz")
class SseDecoderFuzzTest {

    @FuzzTest
    void agreesWithTheStandard(FuzzedDataProvider input) {
        long cuts = input.consumeLong();
        byte[] stream = input.consumeRemainingAsBytes();

        assertThat(EventStream.decode(stream, lengths(cuts))).isEqualTo(ReferenceDecoder.decode(stream));
    }

    /** Returns lengths from 1 to 16, four bits each, repeated cyclically. */
    private static IntSupplier lengths(long cuts) {
        return new IntSupplier() {
            private long next = cuts;

            @Override
            public int getAsInt() {
                int length = 1 + (int) (next & 0xF);
                next = Long.rotateRight(next, 4);
                return length;
            }
        };
    }
}
