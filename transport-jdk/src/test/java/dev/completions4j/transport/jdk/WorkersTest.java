// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class WorkersTest {

    @Test
    void aThreadThatRunsTakesWhatNoneCouldBeStartedFor() throws Exception {
        AtomicInteger started = new AtomicInteger();
        Workers workers = new Workers(loop -> {
            if (started.getAndIncrement() > 0) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            Thread thread = new Thread(loop);
            thread.setDaemon(true);
            return thread;
        });
        CountDownLatch queued = new CountDownLatch(1);
        AtomicReference<Thread> first = new AtomicReference<>();
        AtomicReference<Thread> second = new AtomicReference<>();
        CountDownLatch done = new CountDownLatch(1);
        workers.execute(() -> {
            first.set(Thread.currentThread());
            awaitQuietly(queued);
        });
        workers.execute(() -> {
            second.set(Thread.currentThread());
            done.countDown();
        });
        queued.countDown();

        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(second.get()).isSameAs(first.get()).isNotSameAs(Thread.currentThread());
        workers.stop().get(20, TimeUnit.SECONDS);
    }

    @Test
    void theCallerRunsWhatNoThreadIsThereFor() {
        Workers workers = new Workers(loop -> {
            throw new OutOfMemoryError("unable to create native thread");
        });
        AtomicReference<Thread> ran = new AtomicReference<>();
        workers.execute(() -> ran.set(Thread.currentThread()));

        assertThat(ran.get()).isSameAs(Thread.currentThread());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }
}
