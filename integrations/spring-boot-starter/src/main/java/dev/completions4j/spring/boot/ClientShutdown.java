// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.spring.boot;

import dev.completions4j.CompletionsClient;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Shuts the clients down when the context closes, after the web server has completed its requests, and waits for calls
 * in flight.
 *
 * <p>A context that is only stopped or paused may be started again. Its clients are left as they are.
 */
final class ClientShutdown implements SmartLifecycle {

    /** Web servers complete their requests in the phase {@code DEFAULT_PHASE - 1024} and stop 1024 phases later. */
    static final int PHASE = DEFAULT_PHASE - 4096;

    private static final System.Logger LOGGER = System.getLogger("dev.completions4j");

    private final ConfigurableApplicationContext context;
    private final Duration grace;
    private volatile boolean running;

    ClientShutdown(ConfigurableApplicationContext context, Duration grace) {
        this.context = context;
        this.grace = grace;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop(Runnable callback) {
        running = false;
        if (context.isClosed()) {
            var unused = CompletableFuture.allOf(shutdowns()).whenComplete((nothing, failure) -> callback.run());
        } else {
            callback.run();
        }
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    /** Clients that were never created are not created now. */
    private CompletableFuture<?>[] shutdowns() {
        return Arrays.stream(context.getBeanNamesForType(CompletionsClient.class, false, false))
                .map(context.getBeanFactory()::getSingleton)
                .filter(Objects::nonNull)
                .filter(CompletionsClient.class::isInstance)
                .map(client -> shutdown((CompletionsClient) client))
                .toArray(CompletableFuture[]::new);
    }

    /** The application's own client may fail, or be a mock, which returns null; the others get their time all the same. */
    private CompletableFuture<?> shutdown(CompletionsClient client) {
        try {
            CompletableFuture<?> ended = client.shutdown(grace);
            return ended == null ? CompletableFuture.completedFuture(null) : ended;
        } catch (Throwable e) {
            LOGGER.log(System.Logger.Level.WARNING, "A client failed to shut down", e);
            return CompletableFuture.completedFuture(null);
        }
    }
}
