// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.server;

import dev.completions4j.cli.terminal.Terminal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Waits for calls, and cancels the one that is running if the process is interrupted: otherwise the server would
 * generate until it writes to a closed connection.
 *
 * <p>After Ctrl-C, the JVM exits with 130; after SIGTERM, with 143.
 */
public final class RunningCall implements AutoCloseable {

    private final AtomicReference<@Nullable CompletableFuture<?>> current = new AtomicReference<>();
    private final Terminal terminal;
    private final Thread hook = new Thread(this::interrupted, "completions-interrupted");

    /**
     * Begins to watch for interrupts.
     *
     * @param terminal where the user is told
     */
    public RunningCall(Terminal terminal) {
        this.terminal = terminal;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Waits for a call.
     *
     * @param call the call
     * @return its result
     * @throws java.util.concurrent.CompletionException if it fails
     * @throws java.util.concurrent.CancellationException if it is canceled
     */
    public <T extends @Nullable Object> T await(CompletableFuture<T> call) {
        current.set(call);
        return call.join();
    }

    private void interrupted() {
        CompletableFuture<?> call = current.get();
        if (call != null && call.cancel(true)) {
            terminal.note("completions: canceled");
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The hook is running.
        }
    }
}
