// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClientThreadsTest {

    private static final long PATIENCE_SECONDS = 20;

    /** Longer than a test, so that idle threads do not end because of it. */
    private static final Duration NEVER = Duration.ofDays(1);

    private final ClientThreads threads = new ClientThreads("client-thread", 2, NEVER);

    @Test
    void inheritNothingFromTheThreadThatStartsThem() throws Exception {
        InheritableThreadLocal<String> local = new InheritableThreadLocal<>();
        CompletableFuture<List<@Nullable Object>> seen = new CompletableFuture<>();
        try (URLClassLoader application = new URLClassLoader(new URL[0])) {
            Thread caller = new Thread(() -> {
                local.set("a user");
                Thread.currentThread().setContextClassLoader(application);
                threads.execute(() -> seen.complete(
                        Arrays.asList(local.get(), Thread.currentThread().getContextClassLoader())));
            });
            caller.start();

            assertThat(seen.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .containsExactly(null, ClientThreads.class.getClassLoader());
        }
    }

    @Test
    void keepNoClassLoaderOfTheApplicationThatStartsThem() throws Exception {
        threads.acquire();
        try {
            Application.assertForgotten(() -> threads.execute(() -> {}));
        } finally {
            threads.release();
        }
    }

    @Test
    void endWithTheLastClient() throws Exception {
        threads.acquire();
        threads.acquire();
        Thread thread = threadOfATask();

        threads.release();
        assertThat(threadOfATask().isAlive()).isTrue();
        assertThat(thread.isAlive()).isTrue();

        threads.release();
        thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void endAfterTheTaskOfAClosedClient() throws Exception {
        threads.acquire();
        CountDownLatch closed = new CountDownLatch(1);
        CompletableFuture<Thread> ran = new CompletableFuture<>();
        threads.execute(() -> {
            awaitUninterruptibly(closed);
            ran.complete(Thread.currentThread());
        });
        threads.release();
        closed.countDown();

        Thread thread = ran.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void runTasksWithoutClients() throws Exception {
        Thread thread = threadOfATask();

        thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void areKeptForTheClientsThatComeLater() throws Exception {
        threads.acquire();
        threads.release();
        threads.acquire();

        Thread first = threadOfATask();
        Thread second = threadOfATask();
        assertThat(threadOfATask()).isIn(first, second);
    }

    private Thread threadOfATask() throws Exception {
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        threads.execute(() -> thread.complete(Thread.currentThread()));
        return thread.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean interrupted = false;
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
