// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class WorkersTest {

    @Test
    void runsHandlersOnThreadsThatInheritNothing() throws Exception {
        Workers workers = new Workers(new IoThreads());
        InheritableThreadLocal<String> local = new InheritableThreadLocal<>();
        CompletableFuture<List<@Nullable Object>> seen = new CompletableFuture<>();
        try (URLClassLoader application = new URLClassLoader(new URL[0])) {
            Thread caller = new Thread(() -> {
                local.set("a user");
                Thread.currentThread().setContextClassLoader(application);
                workers.execute(() -> seen.complete(
                        Arrays.asList(local.get(), Thread.currentThread().getContextClassLoader())));
            });
            caller.start();

            assertThat(seen.get(20, TimeUnit.SECONDS)).containsExactly(null, Workers.class.getClassLoader());
        }
        workers.stop().get(20, TimeUnit.SECONDS);
    }

    @Test
    void aRunningThreadRunsTasksForWhichNoneCouldBeStarted() throws Exception {
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
    void theCallerRunsTasksIfThereIsNoThread() {
        Workers workers = new Workers(loop -> {
            throw new OutOfMemoryError("unable to create native thread");
        });
        AtomicReference<Thread> ran = new AtomicReference<>();
        workers.execute(() -> ran.set(Thread.currentThread()));

        assertThat(ran.get()).isSameAs(Thread.currentThread());
    }

    @Test
    void theFirstTaskOfAStartRunsOnItsThreadAndTheOthersOnAny() throws Exception {
        Workers workers = new Workers(new IoThreads());
        List<String> ran = new CopyOnWriteArrayList<>();
        AtomicReference<Thread> starter = new AtomicReference<>();
        AtomicReference<Thread> continued = new AtomicReference<>();
        CountDownLatch done = new CountDownLatch(2);
        workers.start(() -> {
            starter.set(Thread.currentThread());
            workers.execute(() -> {
                // Another thread runs the second one meanwhile.
                ran.add("first");
                continued.set(Thread.currentThread());
                done.countDown();
                awaitQuietly(done);
            });
            workers.execute(done::countDown);
            ran.add("start");
        });

        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(ran).containsExactly("start", "first");
        assertThat(continued.get()).isSameAs(starter.get());
        workers.stop().get(20, TimeUnit.SECONDS);
    }

    @Test
    void aThrowingStartLosesNoSubmittedTasks() throws Exception {
        CountDownLatch threw = new CountDownLatch(1);
        Workers workers = new Workers(loop -> {
            Thread thread = new Thread(loop);
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler((end, thrown) -> threw.countDown());
            return thread;
        });
        CountDownLatch done = new CountDownLatch(2);
        workers.start(() -> {
            workers.execute(done::countDown);
            workers.execute(done::countDown);
            throw new IllegalStateException("wrong");
        });

        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(threw.await(20, TimeUnit.SECONDS)).isTrue();
        workers.stop().get(20, TimeUnit.SECONDS);
    }

    @Test
    void tasksSubmittedBeforeTheWorkersAreStoppedRun() throws Exception {
        Workers workers = new Workers(new IoThreads());
        AtomicInteger ran = new AtomicInteger();
        workers.start(() -> {
            workers.execute(ran::incrementAndGet);
            workers.execute(ran::incrementAndGet);
            var unused = workers.stop();
        });

        workers.stop().get(20, TimeUnit.SECONDS);
        assertThat(ran).hasValue(2);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }
}
