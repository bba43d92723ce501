// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server can do to the decoder without ever completing an event, and what it must be allowed to do. */
class SseDecoderLimitsTest {

    private static final int MAX_EVENT_BYTES = 8 * 1024;

    /** So large that work which is not linear in it would take hours. */
    private static final int LARGE = 4 * 1024 * 1024;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** What is repeated without end, and never is an event. */
    static Stream<String> hostilePieces() {
        return Stream.of(
                "data: endless",
                ": endless comment",
                "endless",
                "x: endless",
                "event: endless",
                "id: endless",
                "retry: 1",
                "data\n",
                "data:\r",
                "data:x\r\n",
                "event: x\n",
                "id: x\n",
                "retry: 1\n",
                "unknown: field\n",
                "u\n",
                // Comments are free, what stands between them is not.
                ": comment\ndata\n");
    }

    @ParameterizedTest
    @MethodSource("hostilePieces")
    void refusesWhatGrowsWithoutEnd(String piece) {
        SseDecoder decoder = new SseDecoder(MAX_EVENT_BYTES);

        assertThatThrownBy(() -> feed(decoder, ByteBuffer.wrap(piece.getBytes(UTF_8)), 4 * MAX_EVENT_BYTES))
                .isInstanceOf(SseLimitException.class)
                .hasMessageContaining(String.valueOf(MAX_EVENT_BYTES));
    }

    @ParameterizedTest
    @MethodSource("hostilePieces")
    void refusesWhatGrowsWithoutEndInOneBuffer(String piece) {
        SseDecoder decoder = new SseDecoder(MAX_EVENT_BYTES);
        ByteBuffer all = bytes(piece.repeat(4 * MAX_EVENT_BYTES / piece.length()));

        assertThatThrownBy(() -> decoder.next(all)).isInstanceOf(SseLimitException.class);
    }

    /** Work that were quadratic would come to 10^12 steps, and to the time limit of all tests. */
    @ParameterizedTest
    @MethodSource("hostilePieces")
    void takesSingleBytesInLinearTimeAndMemory(String piece) {
        SseDecoder decoder = new SseDecoder(LARGE);
        byte[] cycle = piece.getBytes(UTF_8);
        ByteBuffer single = ByteBuffer.allocate(1);
        long before = THREADS.getCurrentThreadAllocatedBytes();

        assertThatThrownBy(() -> {
                    for (int i = 0; ; i++) {
                        single.clear().put(cycle[i % cycle.length]).flip();
                        decoder.next(single);
                    }
                })
                .isInstanceOf(SseLimitException.class);

        // A value that is text costs a small object for each line.
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(24L * LARGE);
    }

    @Test
    void refusesAMillionTinyDataLines() {
        SseDecoder decoder = new SseDecoder(LARGE);
        ByteBuffer lines = bytes("data\n".repeat(1_000_000));
        long before = THREADS.getCurrentThreadAllocatedBytes();

        assertThatThrownBy(() -> decoder.next(lines)).isInstanceOf(SseLimitException.class);

        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(LARGE);
    }

    @Test
    void acceptsAnEventOfTheLimitInWhateverPieces() {
        // The line ends and the field's name count too.
        byte[] event = ("data:" + "x".repeat(MAX_EVENT_BYTES - 7) + "\n\n").getBytes(UTF_8);
        for (int piece : new int[] {1, 2, 1000, event.length}) {
            assertThat(events(event, piece)).as("in pieces of %d", piece).isEqualTo(1);
        }
    }

    @Test
    void refusesAnEventOfOneByteMoreInWhateverPieces() {
        byte[] event = ("data:" + "x".repeat(MAX_EVENT_BYTES - 6) + "\n\n").getBytes(UTF_8);
        for (int piece : new int[] {1, 2, 1000, event.length}) {
            assertThatThrownBy(() -> events(event, piece))
                    .as("in pieces of %d", piece)
                    .isInstanceOf(SseLimitException.class);
        }
    }

    /** An hour of keep-alives is no event. */
    @ParameterizedTest
    @ValueSource(strings = {": keep-alive\n", ": keep-alive\r\n", ":\r", ": keep-alive\n\n", "\n"})
    void commentsBetweenEventsAreFree(String comment) {
        SseDecoder decoder = new SseDecoder(MAX_EVENT_BYTES);

        assertThat(decoder.next(bytes("data: 1\n\n"))).isTrue();
        feed(decoder, bytes(comment.repeat(100)), 1_000_000L * comment.length());
        assertThat(decoder.next(bytes("data: 2\n\n"))).isTrue();
    }

    @Test
    void commentsWithinAnEventAreFree() {
        SseDecoder decoder = new SseDecoder(MAX_EVENT_BYTES);
        feed(decoder, bytes("data: 1\n"), 8);
        feed(decoder, bytes(": keep-alive\n"), LARGE);

        assertThat(decoder.next(bytes("data: 2\n\n"))).isTrue();
        assertThat(new String(decoder.data(), 0, decoder.dataLength(), UTF_8)).isEqualTo("1\n2");
    }

    @Test
    void aCommentMayBeAsLongAsAnEventWhateverStandsBeforeIt() {
        SseDecoder decoder = new SseDecoder(MAX_EVENT_BYTES);
        String half = "x".repeat(MAX_EVENT_BYTES / 2);
        feed(decoder, bytes("data: " + half + "\n"), 1);
        feed(decoder, bytes(":" + "x".repeat(MAX_EVENT_BYTES - 2) + "\n"), 1);

        assertThat(decoder.next(bytes("\n"))).isTrue();
        assertThat(decoder.dataLength()).isEqualTo(half.length());
    }

    @Test
    void commentsCostNoMemoryHoweverTheyAreCut() {
        ByteBuffer comments = bytes((": " + "x".repeat(998) + "\n").repeat(100));
        ByteBuffer direct = ByteBuffer.allocateDirect(comments.capacity());
        direct.put(comments.duplicate()).flip();
        // Warm: what the test itself loads is not counted.
        allocatedForCutComments(comments);
        allocatedForCutComments(direct);

        assertThat(allocatedForCutComments(comments)).isLessThan(16 * 1024);
        assertThat(allocatedForCutComments(direct)).isLessThan(16 * 1024);
    }

    private static long allocatedForCutComments(ByteBuffer comments) {
        SseDecoder decoder = new SseDecoder(MAX_EVENT_BYTES);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int round = 0; round < 20; round++) {
            for (int from = 0; from < comments.capacity(); from += 7) {
                comments.limit(Math.min(from + 7, comments.capacity())).position(from);
                decoder.next(comments);
            }
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    /** Gives the decoder the piece again and again, until it has had so many bytes. */
    private static void feed(SseDecoder decoder, ByteBuffer piece, long bytes) {
        for (long sent = 0; sent < bytes; sent += piece.capacity()) {
            assertThat(decoder.next(piece.clear())).isFalse();
        }
    }

    private static int events(byte[] stream, int piece) {
        SseDecoder decoder = new SseDecoder(MAX_EVENT_BYTES);
        int events = 0;
        for (int from = 0; from < stream.length; from += piece) {
            ByteBuffer input = ByteBuffer.wrap(stream, from, Math.min(piece, stream.length - from));
            while (decoder.next(input)) {
                events++;
            }
        }
        return events;
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }
}
