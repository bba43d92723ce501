// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.core.QuietLog;
import dev.completions4j.spi.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(QuietLog.class)
class GuardedSchedulerTest {

    private static final long PATIENCE_SECONDS = 20;

    /** Keeps each task, but returns null or throws as if it had rejected it. */
    private static final class Rejecting implements Scheduler {

        private final List<Runnable> kept = new ArrayList<>();
        private final boolean throwing;

        Rejecting(boolean throwing) {
            this.throwing = throwing;
        }

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        @SuppressWarnings("NullAway") // The mistake.
        public Task schedule(Runnable task, Duration delay) {
            kept.add(task);
            if (throwing) {
                throw new AssertionError("thrown by a test");
            }
            return null;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void runsATaskOnceThatIsKeptAndRejected(boolean throwing) throws InterruptedException {
        Rejecting rejecting = new Rejecting(throwing);
        AtomicInteger runs = new AtomicInteger();
        CountDownLatch ran = new CountDownLatch(1);
        try (GuardedScheduler scheduler = new GuardedScheduler(rejecting)) {
            scheduler.schedule(
                    () -> {
                        runs.incrementAndGet();
                        ran.countDown();
                    },
                    Duration.ZERO);
            assertThat(ran.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            rejecting.kept.forEach(Runnable::run);
        }

        assertThat(rejecting.kept).hasSize(1);
        assertThat(runs).hasValue(1);
    }
}
