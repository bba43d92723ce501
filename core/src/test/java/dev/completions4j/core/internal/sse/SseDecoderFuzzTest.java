// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.sse;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Tag;

/**
 * The decoder against {@link ReferenceDecoder}, on streams and cuts that a fuzzer chooses.
 *
 * <p>A seed is a stream and, in its last eight bytes, the cuts. The build runs the seeds; the profile {@code fuzz} looks
 * for others.
 */
@Tag("fuzz")
class SseDecoderFuzzTest {

    @FuzzTest
    void agreesWithTheStandard(FuzzedDataProvider input) {
        long cuts = input.consumeLong();
        byte[] stream = input.consumeRemainingAsBytes();

        assertThat(EventStream.decode(stream, lengths(cuts))).isEqualTo(ReferenceDecoder.decode(stream));
    }

    /** From 1 to 16: a length is four bits, and the last is followed by the first. */
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
