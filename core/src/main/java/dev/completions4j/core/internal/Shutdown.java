// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal;

import dev.completions4j.core.internal.attempt.OpenCalls;
import dev.completions4j.core.internal.concurrent.Callbacks;
import dev.completions4j.core.internal.concurrent.GuardedFuture;
import dev.completions4j.core.internal.concurrent.UserCode;
import dev.completions4j.core.internal.concurrent.WaitGuard;
import dev.completions4j.spi.Scheduler;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Closes a client when its calls have ended or the grace period has elapsed. Thread-safe. */
final class Shutdown {

    private final OpenCalls openCalls;
    private final Callbacks callbacks;
    private final Scheduler scheduler;
    private final Supplier<CompletableFuture<@Nullable Void>> freeResources;
    private final AtomicBoolean freed = new AtomicBoolean();
    private final GuardedFuture<@Nullable Void> done;

    /**
     * @param guard rejects blocking waits on threads that deliver responses
     * @param freeResources frees the client's resources; called once; completes when they are freed
     */
    Shutdown(
            OpenCalls openCalls,
            Callbacks callbacks,
            Scheduler scheduler,
            WaitGuard guard,
            Supplier<CompletableFuture<@Nullable Void>> freeResources) {
        this.openCalls = openCalls;
        this.callbacks = callbacks;
        this.scheduler = scheduler;
        this.freeResources = freeResources;
        this.done = new GuardedFuture<>(guard);
    }

    /** Starts the shutdown; if it has already started, the shorter grace period applies. */
    CompletableFuture<@Nullable Void> after(Duration grace) {
        if (grace.isZero() || grace.isNegative()) {
            now();
            return done.copy();
        }
        CompletableFuture<@Nullable Void> drained = openCalls.refuseNew();
        if (!drained.isDone()) {
            // Aborted calls run the caller's code, which must not block the timer.
            Scheduler.Task end = scheduler.schedule(() -> callbacks.runFromTimer(this::now, rejection -> {}), grace);
            var unused = done.whenComplete((nothing, failure) -> end.cancel());
        }
        var unused = drained.thenRun(this::free);
        return done.copy();
    }

    void now() {
        openCalls.abort();
        free();
    }

    private void free() {
        if (!freed.getAndSet(true)) {
            CompletableFuture<@Nullable Void> pending = UserCode.get(
                    freeResources,
                    "the client is closed nevertheless",
                    () -> Objects.requireNonNull(freeResources.get(), "The transport's shutdown returned null"),
                    CompletableFuture.completedFuture(null));
            var unused = pending.whenComplete((nothing, failure) -> done.complete(null));
        }
    }
}
