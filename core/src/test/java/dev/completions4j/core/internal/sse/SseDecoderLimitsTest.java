// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.completions4j.core.internal.json.PaddedBytes;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests limits on endless events, and input that must not exceed them. */
class SseDecoderLimitsTest {

    private static final int MAX_EVENT_BYTES = 8 * 1024;

    /** So large that non-linear work would take hours. */
    private static final int LARGE = 4 * 1024 * 1024;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Pieces that never form an event, however often they are repeated. */
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
                // Comments are free, but not the data between them.
                ": comment\ndata\n");
    }

    @ParameterizedTest
    @MethodSource("hostilePieces")
    void rejectsEndlessEvents(String piece) {
        SseDecoder decoder = new SseDecoder(MAX_EVENT_BYTES);

        assertThatThrownBy(() -> feed(decoder, bytes(piece), 4 * MAX_EVENT_BYTES))
                .isInstanceOf(SseLimitException.class)
                .hasMessageContaining(String.valueOf(MAX_EVENT_BYTES));
    }

    @ParameterizedTest
    @MethodSource("hostilePieces")
    void rejectsEndlessEventsInOneBuffer(String piece) {
        SseDecoder decoder = new SseDecoder(MAX_EVENT_BYTES);
        PaddedBytes all = bytes(piece.repeat(4 * MAX_EVENT_BYTES / piece.length()));

        assertThatThrownBy(() -> decoder.next(all)).isInstanceOf(SseLimitException.class);
    }

    /** Quadratic work would take 10^12 steps and exceed the time limit of all tests. */
    @ParameterizedTest
    @MethodSource("hostilePieces")
    void decodesSingleBytesInLinearTimeAndMemory(String piece) {
        SseDecoder decoder = new SseDecoder(LARGE);
        byte[] cycle = piece.getBytes(UTF_8);
        PaddedBytes single = new PaddedBytes(1);
        ByteBuffer next = ByteBuffer.allocate(1);
        long before = THREADS.getCurrentThreadAllocatedBytes();

        assertThatThrownBy(() -> {
                    for (int i = 0; ; i++) {
                        single.fill(next.clear().put(cycle[i % cycle.length]).flip());
                        decoder.next(single);
                    }
                })
                .isInstanceOf(SseLimitException.class);

        // A text value needs a small object for each line.
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(24L * LARGE);
    }

    @Test
    void rejectsAMillionTinyDataLines() {
        SseDecoder decoder = new SseDecoder(LARGE);
        PaddedBytes lines = bytes("data\n".repeat(1_000_000));
        boolean rejected = false;
        long before = THREADS.getCurrentThreadAllocatedBytes();
        // Without AssertJ, whose classes may be loaded here for the first time.
        try {
            decoder.next(lines);
        } catch (SseLimitException e) {
            rejected = true;
        }
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;

        assertThat(rejected).isTrue();
        assertThat(allocated).isLessThan(LARGE);
    }

    @Test
    void acceptsAnEventAtTheLimitInAnyPieces() {
        // Line ends and field names count, too.
        byte[] event = ("data:" + "x".repeat(MAX_EVENT_BYTES - 7) + "\n\n").getBytes(UTF_8);
        for (int piece : new int[] {1, 2, 1000, event.length}) {
            assertThat(events(event, piece)).as("in pieces of %d", piece).isEqualTo(1);
        }
    }

    @Test
    void rejectsAnEventBeyondTheLimitInAnyPieces() {
        byte[] event = ("data:" + "x".repeat(MAX_EVENT_BYTES - 6) + "\n\n").getBytes(UTF_8);
        for (int piece : new int[] {1, 2, 1000, event.length}) {
            assertThatThrownBy(() -> events(event, piece))
                    .as("in pieces of %d", piece)
                    .isInstanceOf(SseLimitException.class);
        }
    }

    /** An hour of keep-alive comments is not an event. */
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
    void aCommentMayBeAsLongAsAnEventAfterAnything() {
        SseDecoder decoder = new SseDecoder(MAX_EVENT_BYTES);
        String half = "x".repeat(MAX_EVENT_BYTES / 2);
        feed(decoder, bytes("data: " + half + "\n"), 1);
        feed(decoder, bytes(":" + "x".repeat(MAX_EVENT_BYTES - 2) + "\n"), 1);

        assertThat(decoder.next(bytes("\n"))).isTrue();
        assertThat(decoder.dataLength()).isEqualTo(half.length());
    }

    @Test
    void commentsAllocateNothingHoweverTheyAreSplit() {
        ByteBuffer comments =
                ByteBuffer.wrap((": " + "x".repeat(998) + "\n").repeat(100).getBytes(UTF_8));
        // Warm up, so that the test's own class loading is not counted.
        allocatedForCutComments(comments);

        assertThat(allocatedForCutComments(comments)).isLessThan(16 * 1024);
    }

    private static long allocatedForCutComments(ByteBuffer comments) {
        SseDecoder decoder = new SseDecoder(MAX_EVENT_BYTES);
        PaddedBytes input = new PaddedBytes(7);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int round = 0; round < 20; round++) {
            for (int from = 0; from < comments.capacity(); from += 7) {
                comments.limit(Math.min(from + 7, comments.capacity())).position(from);
                input.fill(comments);
                decoder.next(input);
            }
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    /** Feeds the piece to the decoder repeatedly, up to a number of bytes. */
    private static void feed(SseDecoder decoder, PaddedBytes piece, long bytes) {
        for (long sent = 0; sent < bytes; sent += piece.limit()) {
            piece.position(0);
            assertThat(decoder.next(piece)).isFalse();
        }
    }

    private static int events(byte[] stream, int piece) {
        SseDecoder decoder = new SseDecoder(MAX_EVENT_BYTES);
        int events = 0;
        for (int from = 0; from < stream.length; from += piece) {
            PaddedBytes input =
                    PaddedBytes.copyOf(ByteBuffer.wrap(stream, from, Math.min(piece, stream.length - from)));
            while (decoder.next(input)) {
                events++;
            }
        }
        return events;
    }

    private static PaddedBytes bytes(String text) {
        return PaddedBytes.copyOf(ByteBuffer.wrap(text.getBytes(UTF_8)));
    }
}
