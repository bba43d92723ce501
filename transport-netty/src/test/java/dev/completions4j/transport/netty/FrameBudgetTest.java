// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class FrameBudgetTest {

    private static final int DATA = 0;
    private static final int PING = 6;

    private final AtomicLong now = new AtomicLong();
    private final FrameBudget budget = new FrameBudget(now::get);

    @Test
    void countsEmptyDataOnly() {
        receive(2 * FrameBudget.FRAMES, DATA, 1);
        assertThat(budget.isExceeded()).isFalse();
        receive(FrameBudget.FRAMES, DATA, 0);
        assertThat(budget.isExceeded()).isFalse();
        receive(1, DATA, 0);
        assertThat(budget.isExceeded()).isTrue();
    }

    @Test
    void requestsAllowFurtherFrames() {
        for (int i = 0; i < 999; i++) {
            budget.onRequest(0);
        }
        budget.onRequest(64 * 1024 * 1024);

        receive(16_000 + 65_536 + FrameBudget.FRAMES, PING, 8);
        assertThat(budget.isExceeded()).isFalse();
        receive(1, PING, 8);
        assertThat(budget.isExceeded()).isTrue();
    }

    @Test
    void isReplenishedOverTime() {
        receive(FrameBudget.FRAMES, PING, 8);
        now.addAndGet(FrameBudget.WINDOW_NANOS);
        receive(1, PING, 8);
        assertThat(budget.isExceeded()).isFalse();
        now.addAndGet(FrameBudget.WINDOW_NANOS - 1);
        receive(FrameBudget.FRAMES, PING, 8);
        assertThat(budget.isExceeded()).isFalse();
        receive(1, PING, 8);
        assertThat(budget.isExceeded()).isTrue();
    }

    private void receive(int count, int type, int payloadBytes) {
        for (int i = 0; i < count; i++) {
            budget.onFrame(type, payloadBytes);
        }
    }
}
