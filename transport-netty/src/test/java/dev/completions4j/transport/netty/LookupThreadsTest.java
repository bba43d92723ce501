// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class LookupThreadsTest {

    private static final int MAX = 3;
    private static final long PATIENCE_SECONDS = 20;

    private final LookupThreads threads = new LookupThreads(MAX, Duration.ofMillis(1));
    private final Set<Thread> used = ConcurrentHashMap.newKeySet();
    private final Semaphore begun = new Semaphore(0);

    @Test
    void runsAtMostAsManyTasksAsThreadsAndLosesNone() throws InterruptedException {
        int tasks = 50;
        CountDownLatch end = new CountDownLatch(1);
        for (int i = 0; i < tasks; i++) {
            threads.execute(() -> {
                used.add(Thread.currentThread());
                begun.release();
                try {
                    end.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
        }
        assertThat(begun.tryAcquire(MAX, PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(begun.availablePermits()).isZero();
        end.countDown();

        assertThat(begun.tryAcquire(tasks - MAX, PATIENCE_SECONDS, TimeUnit.SECONDS))
                .isTrue();
        assertThat(used).hasSize(MAX).allMatch(Thread::isDaemon);
    }

    @Test
    void endsIdleThreads() throws InterruptedException {
        threads.execute(() -> {
            used.add(Thread.currentThread());
            begun.release();
        });
        assertThat(begun.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();

        for (Thread each : used) {
            each.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
            assertThat(each.isAlive()).isFalse();
        }
    }
}
