// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.timeout;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.completions4j.Timeout;
import dev.completions4j.spi.Scheduler;
import dev.completions4j.testkit.ManualTime;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Tests the cost of watching timeouts, and timers that are late. */
class TimeoutWatchTest {

    private static final int TOKENS = 100_000;

    private static final TimeoutLimits ALL_ON = TimeoutLimits.ofStreams()
            .with(Arrays.stream(Timeout.values())
                    .collect(Collectors.toMap(Function.identity(), each -> Duration.ofMinutes(1))));

    private final ManualTime time = new ManualTime();

    @Test
    void aChunkAllocatesNoObjectAndNoTimer() {
        TimeoutWatch watch = new TimeoutWatch(ALL_ON, time, new Unconcerned());
        watch.onStart();
        watch.onResponseHeaders();
        token(watch);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < TOKENS; i++) {
            token(watch);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(allocated).isLessThan(TOKENS);
        assertThat(time.pendingTasks()).isEqualTo(1);
        watch.onEnd();
        assertThat(time.pendingTasks()).isZero();
    }

    /** Otherwise the timer's thread would look again at once, and forever. */
    @Test
    void aTimeoutThatWasPausedTooLateHasPassed() {
        List<Timeout> passed = new ArrayList<>();
        TimeoutWatch watch = new TimeoutWatch(ALL_ON, new NeverAtOnce(), new TimeoutWatch.Listener() {
            @Override
            public void onLook() {}

            @Override
            public void onPassed(Timeout timeout, Duration limit) {
                passed.add(timeout);
            }
        });
        watch.onSending();
        time.schedule(watch::onResponseHeaders, Duration.ofMinutes(1));
        time.advance(Duration.ofSeconds(1));
        watch.onStart();
        time.advance(Duration.ofMinutes(1));

        assertThat(passed).containsExactly(Timeout.FIRST_CHUNK);
        assertThat(time.pendingTasks()).isZero();
    }

    @Test
    void aPausedTimeoutThatHasAlmostPassedIsLookedAtSeldom() {
        Duration limit = Duration.ofSeconds(1);
        AtomicInteger looks = new AtomicInteger();
        TimeoutWatch watch = new TimeoutWatch(
                TimeoutLimits.ofStreams().with(Map.of(Timeout.FIRST_CHUNK, limit)), time, new TimeoutWatch.Listener() {
                    @Override
                    public void onLook() {
                        looks.incrementAndGet();
                    }

                    @Override
                    public void onPassed(Timeout timeout, Duration passed) {
                        throw new AssertionError(timeout + " passed although it was paused");
                    }
                });
        watch.onStart();
        watch.onSending();
        time.advance(limit.minusNanos(50_000));
        watch.onAttemptFailed();
        time.advance(limit);

        assertThat(looks.get()).isBetween(10, 100);
        watch.onEnd();
    }

    private final class NeverAtOnce implements Scheduler {

        @Override
        public long nanoTime() {
            return time.nanoTime();
        }

        @Override
        public Task schedule(Runnable task, Duration delay) {
            assertThat(delay).isPositive();
            return time.schedule(task, delay);
        }
    }

    private static void token(TimeoutWatch watch) {
        watch.onDemand();
        watch.onWaiting(0);
        watch.onBytes(0);
        watch.onChunk();
        watch.onNoDemand();
    }

    private static final class Unconcerned implements TimeoutWatch.Listener {

        @Override
        public void onLook() {}

        @Override
        public void onPassed(Timeout timeout, Duration limit) {
            throw new AssertionError(timeout + " passed although time did not advance");
        }
    }
}
