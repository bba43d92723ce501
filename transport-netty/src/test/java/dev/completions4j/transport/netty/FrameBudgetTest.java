// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FrameBudgetTest {

    private static final int PING = 6;

    private final AtomicLong now = new AtomicLong();
    private final FrameBudget budget = new FrameBudget(now::get);

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 9, 10, 17, 1000})
    void countsFramesHoweverTheyAreSplit(int bytesAtATime) {
        ByteBuf frames = frames(FrameBudget.FRAMES, PING, 8);
        while (frames.isReadable()) {
            int bytes = Math.min(bytesAtATime, frames.readableBytes());
            assertThat(budget.allows(frames.readSlice(bytes))).isTrue();
        }

        assertThat(budget.allows(frames(1, PING, 8))).isFalse();
    }

    @Test
    void countsEmptyDataOnly() {
        assertThat(budget.allows(frames(2 * FrameBudget.FRAMES, 0, 1))).isTrue();
        assertThat(budget.allows(frames(FrameBudget.FRAMES, 0, 0))).isTrue();
        assertThat(budget.allows(frames(1, 0, 0))).isFalse();
    }

    @Test
    void requestsAllowFurtherFrames() {
        for (int i = 0; i < 1000; i++) {
            budget.onRequest(0);
        }
        budget.onRequest(64 * 1024 * 1024);

        assertThat(budget.allows(frames(16_000 + 65_536 + FrameBudget.FRAMES, PING, 8)))
                .isTrue();
    }

    @Test
    void isReplenishedOverTime() {
        assertThat(budget.allows(frames(FrameBudget.FRAMES, PING, 8))).isTrue();
        now.addAndGet(FrameBudget.WINDOW_NANOS);
        assertThat(budget.allows(frames(FrameBudget.FRAMES, PING, 8))).isTrue();
        assertThat(budget.allows(frames(1, PING, 8))).isTrue();
        now.addAndGet(FrameBudget.WINDOW_NANOS - 1);
        assertThat(budget.allows(frames(FrameBudget.FRAMES, PING, 8))).isFalse();
    }

    private static ByteBuf frames(int count, int type, int length) {
        ByteBuf frames = Unpooled.buffer(count * (9 + length));
        for (int i = 0; i < count; i++) {
            frames.writeMedium(length).writeByte(type).writeByte(0).writeInt(0).writeZero(length);
        }
        return frames;
    }
}
