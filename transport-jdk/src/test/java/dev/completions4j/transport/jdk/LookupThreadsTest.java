// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
                recordThread();
                awaitQuietly(end);
            });
        }
        awaitStarted(MAX);
        assertThat(begun.availablePermits()).isZero();
        end.countDown();

        awaitStarted(tasks - MAX);
        assertThat(used).hasSize(MAX).allMatch(Thread::isDaemon);
    }

    /** By which the JUnit extension of the testkit recognizes them. */
    @Test
    void theThreadsHaveAName() throws InterruptedException {
        threads.execute(this::recordThread);
        awaitStarted(1);

        assertThat(used).singleElement().extracting(Thread::getName).isEqualTo("completions4j-jdk-dns");
    }

    @Test
    void endsIdleThreads() throws InterruptedException {
        threads.execute(this::recordThread);
        awaitStarted(1);

        for (Thread each : used) {
            each.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
            assertThat(each.isAlive()).isFalse();
        }
    }

    @Test
    void inheritsNothingFromTheCallingThread() throws Exception {
        InheritableThreadLocal<String> local = new InheritableThreadLocal<>();
        List<Object> inherited = new ArrayList<>();
        try (URLClassLoader loader = new URLClassLoader(new URL[0])) {
            Thread asking = new Thread(() -> {
                local.set("a request's context");
                Thread.currentThread().setContextClassLoader(loader);
                threads.execute(() -> {
                    inherited.add(local.get());
                    inherited.add(Thread.currentThread().getContextClassLoader());
                    begun.release();
                });
            });
            asking.start();
            awaitStarted(1);

            assertThat(inherited).hasSize(2).doesNotContain("a request's context", loader);
        }
    }

    private void recordThread() {
        used.add(Thread.currentThread());
        begun.release();
    }

    private void awaitStarted(int tasks) throws InterruptedException {
        assertThat(begun.tryAcquire(tasks, PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
