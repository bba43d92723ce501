// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.concurrent;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.completions4j.testkit.transport.FakeTransport;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Tests the threads that must not wait for a response. */
class WaitGuardTest {

    private final WaitGuard guard = new WaitGuard(new FakeTransport());

    @Test
    void rejectsWaitsOnTheTimersThread() {
        try (SystemScheduler timer = new SystemScheduler()) {
            CompletableFuture<Void> checked =
                    CompletableFuture.runAsync(guard::check, task -> timer.schedule(task, Duration.ZERO));

            assertThatThrownBy(() -> checked.orTimeout(20, TimeUnit.SECONDS).join())
                    .hasCauseInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void permitsWaitsOnOtherThreads() {
        guard.check();
    }
}
