// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReceivedFramesTest {

    private static final int DATA = 0;
    private static final int PING = 6;
    private static final int END_STREAM = 1;
    private static final int PADDED = 8;
    private static final int MAX_PAYLOAD = 16_384;

    private final FrameBudget budget = new FrameBudget(() -> 0);
    private final ReceivedFrames frames = new ReceivedFrames(budget);

    @Test
    void joinsTheDataOfAStreamInARead() {
        assertThat(inspected(data(1, "one"), data(1, " two"), data(3, "x"), data(1, " three"), end(1, " four")))
                .containsExactly(data(1, "one two"), data(3, "x"), end(1, " three four"));
    }

    @Test
    void joinsUpToTheMaximumFrameSize() {
        String half = "h".repeat(MAX_PAYLOAD / 2);

        assertThat(inspected(data(1, half), data(1, half), data(1, "x"), data(1, half)))
                .containsExactly(data(1, half + half), data(1, "x" + half));
    }

    @Test
    void joinsNothingElse() {
        List<Frame> unusual = List.of(
                data(1, "one"),
                new Frame(DATA, PADDED, 1, "\u0001two "),
                data(1, "three"),
                data(1, ""),
                data(1, "four"),
                new Frame(DATA, 2, 1, "five"),
                new Frame(PING, 0, 0, "12345678"),
                data(1, "six"),
                data(3, "seven"),
                end(1, "eight"),
                data(1, "nine"),
                end(1, ""));

        assertThat(inspected(unusual.toArray(Frame[]::new))).isEqualTo(unusual);
    }

    @Test
    void frameThatContinuesInTheNextReadIsNotJoined() {
        ByteBuf bytes = bytes(data(1, "one"), data(1, "two"), data(1, "three"), data(1, "four"));
        ByteBuf first = bytes.readSlice(30);

        frames.inspect(first);
        frames.inspect(bytes);

        assertThat(parsed(Unpooled.buffer().writeBytes(first).writeBytes(bytes)))
                .containsExactly(data(1, "onetwo"), data(1, "three"), data(1, "four"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 9, 10, 17, 1000})
    void countsFramesHoweverTheyAreSplit(int bytesAtATime) {
        ByteBuf sent = Unpooled.buffer();
        for (int i = 0; i < FrameBudget.FRAMES; i++) {
            new Frame(PING, 0, 0, "12345678").writeTo(sent);
            data(1, "text").writeTo(sent);
        }
        while (sent.isReadable()) {
            frames.inspect(sent.readSlice(Math.min(bytesAtATime, sent.readableBytes())));
        }
        assertThat(budget.isExceeded()).isFalse();

        frames.inspect(bytes(new Frame(PING, 0, 0, "12345678")));
        assertThat(budget.isExceeded()).isTrue();
    }

    @RepeatedTest(10)
    void keepsContentAndOrderHoweverFramesAreSplit(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        for (int run = 0; run < 200; run++) {
            Frame[] sent = new Frame[1 + random.nextInt(20)];
            for (int i = 0; i < sent.length; i++) {
                sent[i] = random(random);
            }
            ByteBuf bytes = bytes(sent);
            ByteBuf received = Unpooled.buffer();
            ReceivedFrames splitFrames = new ReceivedFrames(new FrameBudget(() -> 0));
            int most = 1 + random.nextInt(bytes.readableBytes());
            while (bytes.isReadable()) {
                ByteBuf read = bytes.readSlice(1 + random.nextInt(Math.min(most, bytes.readableBytes())));
                splitFrames.inspect(read);
                received.writeBytes(read);
            }

            assertThat(joined(parsed(received))).isEqualTo(joined(List.of(sent)));
        }
    }

    private static Frame random(Random random) {
        int stream = 1 + 2 * random.nextInt(2);
        String payload = "p".repeat(random.nextInt(random.nextInt(8) == 0 ? MAX_PAYLOAD : 40));
        return switch (random.nextInt(8)) {
            case 0 -> new Frame(1 + random.nextInt(255), random.nextInt(256), stream, payload);
            case 1 -> new Frame(DATA, random.nextInt(256), stream, payload);
            default -> data(stream, payload);
        };
    }

    /** Joins all frames that may be joined, regardless of their size. */
    private static List<Frame> joined(List<Frame> frames) {
        List<Frame> joined = new ArrayList<>();
        for (Frame frame : frames) {
            Frame last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (last != null && last.isPlain(0) && frame.isPlain(END_STREAM) && last.stream == frame.stream) {
                joined.set(joined.size() - 1, new Frame(DATA, frame.flags, frame.stream, last.payload + frame.payload));
            } else {
                joined.add(frame);
            }
        }
        return joined;
    }

    private List<Frame> inspected(Frame... sent) {
        ByteBuf bytes = bytes(sent);
        frames.inspect(bytes);
        return parsed(bytes);
    }

    private static ByteBuf bytes(Frame... sent) {
        // The readable bytes of a read need not be all that the buffer contains.
        ByteBuf bytes = Unpooled.buffer().writeMedium(7).skipBytes(3);
        for (Frame frame : sent) {
            frame.writeTo(bytes);
        }
        return bytes;
    }

    private static List<Frame> parsed(ByteBuf bytes) {
        List<Frame> frames = new ArrayList<>();
        while (bytes.isReadable()) {
            int length = bytes.readUnsignedMedium();
            assertThat(length).isLessThanOrEqualTo(MAX_PAYLOAD);
            int type = bytes.readUnsignedByte();
            int flags = bytes.readUnsignedByte();
            int stream = bytes.readInt();
            frames.add(new Frame(
                    type, flags, stream, new String(ByteBufUtil.getBytes(bytes.readSlice(length)), US_ASCII)));
        }
        return frames;
    }

    private static Frame data(int stream, String payload) {
        return new Frame(DATA, 0, stream, payload);
    }

    private static Frame end(int stream, String payload) {
        return new Frame(DATA, END_STREAM, stream, payload);
    }

    private record Frame(int type, int flags, int stream, String payload) {

        void writeTo(ByteBuf bytes) {
            bytes.writeMedium(payload.length())
                    .writeByte(type)
                    .writeByte(flags)
                    .writeInt(stream)
                    .writeCharSequence(payload, US_ASCII);
        }

        /** Returns whether this is non-empty DATA with none but the given flags. */
        boolean isPlain(int allowedFlags) {
            return type == DATA && (flags & ~allowedFlags) == 0 && !payload.isEmpty();
        }
    }
}
