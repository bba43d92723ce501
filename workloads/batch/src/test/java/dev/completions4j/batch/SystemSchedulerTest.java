// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.spi.Scheduler;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SystemSchedulerTest {

    /** Keeps what it refers to in memory. */
    private record Tracked(Object referent) implements Runnable {

        @Override
        public void run() {}
    }

    private final SystemScheduler scheduler = new SystemScheduler();

    @Test
    void runsATask() throws Exception {
        CountDownLatch ran = new CountDownLatch(1);
        scheduler.schedule(ran::countDown, Duration.ZERO);

        assertThat(ran.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void forgetsACancelledTask() throws Exception {
        ReferenceQueue<Object> forgotten = new ReferenceQueue<>();
        WeakReference<Object> task = cancelledTask(forgotten);
        for (int i = 0; i < 600 && forgotten.remove(100) == null; i++) {
            System.gc();
        }
        assertThat(task.get()).isNull();
    }

    private WeakReference<Object> cancelledTask(ReferenceQueue<Object> queue) {
        Object referent = new Object();
        Scheduler.Task task = scheduler.schedule(new Tracked(referent), Duration.ofHours(8));
        task.cancel();
        return new WeakReference<>(referent, queue);
    }
}
