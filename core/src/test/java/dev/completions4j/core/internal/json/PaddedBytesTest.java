// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PaddedBytesTest {

    private static final byte[] TEXT = "some text".getBytes(UTF_8);

    /** The same bytes in each kind of buffer that transports lend. */
    static Stream<ByteBuffer> buffers() {
        byte[] longer = ("before " + new String(TEXT, UTF_8) + " after").getBytes(UTF_8);
        return Stream.of(
                ByteBuffer.wrap(TEXT),
                ByteBuffer.wrap(TEXT).asReadOnlyBuffer(),
                ByteBuffer.wrap(longer, 7, TEXT.length),
                ByteBuffer.wrap(longer, 7, TEXT.length).slice(),
                ByteBuffer.allocateDirect(TEXT.length).put(TEXT).flip());
    }

    @ParameterizedTest
    @MethodSource("buffers")
    void consumesAnyBuffer(ByteBuffer buffer) {
        PaddedBytes bytes = PaddedBytes.copyOf(buffer);

        assertThat(buffer.hasRemaining()).isFalse();
        assertThat(remaining(bytes)).isEqualTo(TEXT);
    }

    @Test
    void wordsCanBeReadAtTheEnd() {
        PaddedBytes bytes = PaddedBytes.copyOf(ByteBuffer.wrap(TEXT));

        assertThat(Words.at(bytes.array(), bytes.limit() + Words.BYTES)).isZero();
        assertThat(Words.at(bytes.array(), PaddedBytes.endOfPadding(bytes.array())))
                .isZero();
        assertThat(Words.at(bytes.array(), PaddedBytes.endOfPadding(bytes.array()) + Words.BYTES))
                .isZero();
    }

    @Test
    void theByteAfterTheLastIsNotThatOfALongerText() {
        PaddedBytes bytes = PaddedBytes.copyOf(ByteBuffer.wrap(TEXT));
        byte[] array = bytes.array();

        bytes.fill(ByteBuffer.wrap(TEXT, 0, 4));

        assertThat(bytes.array()).isSameAs(array);
        assertThat(remaining(bytes)).isEqualTo(Arrays.copyOf(TEXT, 4));
        assertThat(array[bytes.limit()]).isZero();
    }

    @Test
    void joinsWhatIsLeftWithABuffer() {
        PaddedBytes left = PaddedBytes.copyOf(ByteBuffer.wrap("read some".getBytes(UTF_8)));
        left.skip(5);
        PaddedBytes bytes = new PaddedBytes(4);

        bytes.fill(left, ByteBuffer.wrap(" text".getBytes(UTF_8)));

        assertThat(remaining(bytes)).isEqualTo(TEXT);
        assertThat(bytes.array()[bytes.limit()]).isZero();
    }

    /** The shortest has no room for what precedes it, the longest has. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, PaddedBytes.MOST_LEFT - 1, PaddedBytes.MOST_LEFT, 2 * PaddedBytes.MOST_LEFT})
    void followsOthers(int length) {
        byte[] following = "x".repeat(length).getBytes(UTF_8);
        PaddedBytes left = PaddedBytes.copyOf(ByteBuffer.wrap("read some".getBytes(UTF_8)));
        left.skip(5);
        PaddedBytes copy = PaddedBytes.copyWithRoom(ByteBuffer.wrap(following));
        assertThat(remaining(copy)).isEqualTo(following);

        PaddedBytes both = copy.after(left);

        assertThat(remaining(both)).isEqualTo(("some" + "x".repeat(length)).getBytes(UTF_8));
        assertThat(both.array()[both.limit()]).isZero();
        assertThat(Words.at(both.array(), both.limit() + Words.BYTES)).isZero();
        assertThat(both == copy).isEqualTo(length >= PaddedBytes.MOST_LEFT);
        assertThat(remaining(left)).isEqualTo("some".getBytes(UTF_8));
    }

    @Test
    void growsForALongerText() {
        PaddedBytes bytes = new PaddedBytes(4);

        bytes.fill(ByteBuffer.wrap(TEXT));

        assertThat(bytes.capacity()).isEqualTo(TEXT.length);
        assertThat(remaining(bytes)).isEqualTo(TEXT);
    }

    @Test
    void aCopyOfTheRemainingBytesIsIndependent() {
        PaddedBytes bytes = PaddedBytes.copyOf(ByteBuffer.wrap(TEXT));
        bytes.skip(5);

        PaddedBytes copy = bytes.copyOfRemaining();
        bytes.fill(ByteBuffer.wrap("other".getBytes(UTF_8)));

        assertThat(new String(remaining(copy), UTF_8)).isEqualTo("text");
        assertThat(copy.next()).isEqualTo((byte) 't');
        assertThat(copy.remaining()).isEqualTo(3);
    }

    private static byte[] remaining(PaddedBytes bytes) {
        return Arrays.copyOfRange(bytes.array(), bytes.position(), bytes.limit());
    }
}
