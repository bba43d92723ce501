// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class NameResolverTest {

    private static final long PATIENCE_SECONDS = 20;

    private final AtomicInteger lookups = new AtomicInteger();

    @Test
    void requestsForOneNameShareALookupThatNoneOfThemCancels() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        NameResolver names = new NameResolver(host -> {
            lookups.incrementAndGet();
            awaitQuietly(answer);
            return InetAddress.getAllByName("127.0.0.1");
        });
        CompletableFuture<List<InetAddress>> one = names.resolve("a.test", Runnable::run);
        CompletableFuture<List<InetAddress>> other = names.resolve("a.test", Runnable::run);
        one.cancel(true);
        answer.countDown();

        assertThat(other.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .containsExactly(InetAddress.getAllByName("127.0.0.1"));
        assertThat(lookups).hasValue(1);
    }

    @Test
    void aStallingNameDelaysNoOther() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        NameResolver names = new NameResolver(host -> {
            if (host.equals("silent.test")) {
                awaitQuietly(never);
            }
            return InetAddress.getAllByName("127.0.0.1");
        });
        for (int i = 0; i < 2 * NameResolver.MAX_THREADS; i++) {
            var unused = names.resolve("silent.test", Runnable::run);
        }

        assertThat(names.resolve("other.test", Runnable::run).get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .hasSize(1);
        never.countDown();
    }

    @Test
    void anUnknownNameIsLookedUpAgain() {
        NameResolver names = new NameResolver(host -> {
            lookups.incrementAndGet();
            throw new UnknownHostException(host);
        });
        for (int i = 1; i <= 3; i++) {
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> names.resolve("no.test", Runnable::run).get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .withCauseInstanceOf(UnknownHostException.class);
            assertThat(lookups).hasValue(i);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
