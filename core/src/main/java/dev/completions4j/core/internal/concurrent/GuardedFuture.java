// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.concurrent;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A future that cannot be waited for on a thread that delivers responses: an attempt throws
 * {@link IllegalStateException} instead of blocking forever. The same holds for dependent stages.
 */
public class GuardedFuture<T extends @Nullable Object> extends CompletableFuture<T> {

    private final WaitGuard guard;

    public GuardedFuture(WaitGuard guard) {
        this.guard = guard;
    }

    /** Returns the guard of this future and of its dependent stages. */
    protected final WaitGuard guard() {
        return guard;
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> newIncompleteFuture() {
        return new GuardedFuture<>(guard);
    }

    private void check() {
        if (!isDone()) {
            guard.check();
        }
    }

    @Override
    public T join() {
        check();
        return super.join();
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        check();
        return super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        check();
        return super.get(timeout, unit);
    }
}
