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
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SystemSchedulerTest {

    private static final long PATIENCE_SECONDS = 20;

    @Test
    void itsThreadKeepsNoClassLoaderOfTheApplicationThatStartsIt() throws Exception {
        AtomicReference<SystemScheduler> scheduler = new AtomicReference<>();
        try {
            Application.assertForgotten(() -> scheduler.set(new SystemScheduler()));
        } finally {
            scheduler.get().close();
        }
    }

    @Test
    void itsThreadInheritsNothingFromTheThreadThatStartsIt() throws Exception {
        InheritableThreadLocal<String> local = new InheritableThreadLocal<>();
        CompletableFuture<List<@Nullable Object>> seen = new CompletableFuture<>();
        CountDownLatch asserted = new CountDownLatch(1);
        try (URLClassLoader application = new URLClassLoader(new URL[0])) {
            Thread caller = new Thread(() -> {
                local.set("a user");
                Thread.currentThread().setContextClassLoader(application);
                try (SystemScheduler scheduler = new SystemScheduler()) {
                    scheduler.schedule(
                            () -> seen.complete(Arrays.asList(
                                    local.get(), Thread.currentThread().getContextClassLoader())),
                            Duration.ZERO);
                    asserted.await();
                } catch (InterruptedException e) {
                    seen.completeExceptionally(e);
                }
            });
            caller.start();

            assertThat(seen.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .containsExactly(null, SystemScheduler.class.getClassLoader());
        } finally {
            asserted.countDown();
        }
    }
}
