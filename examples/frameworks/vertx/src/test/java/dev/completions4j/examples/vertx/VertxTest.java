// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.examples.vertx;

import dev.completions4j.examples.browsers.BrowserTest;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class VertxTest extends BrowserTest {

    private static final Queue<String> BLOCKED = new ConcurrentLinkedQueue<>();

    private static Vertx vertx;
    private static URI server;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx(new VertxOptions()
                .setBlockedThreadCheckInterval(100)
                .setBlockedThreadCheckIntervalUnit(TimeUnit.MILLISECONDS)
                .setMaxEventLoopExecuteTime(1)
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.SECONDS));
        ((VertxInternal) vertx).blockedThreadChecker().setThreadBlockedHandler(event -> addIfWaiting(event.thread()));
        CompletionsVerticle verticle = new CompletionsVerticle(MODEL_URL, 0);
        vertx.deployVerticle(verticle).await();
        server = URI.create("http://localhost:" + verticle.port());
    }

    @AfterAll
    static void stop() {
        vertx.close().await();
    }

    /** On a busy machine, a thread may take a second without waiting for anything but a processor. */
    private static void addIfWaiting(Thread thread) {
        if (thread.getState() != Thread.State.RUNNABLE) {
            BLOCKED.add(thread + ": " + List.of(thread.getStackTrace()));
        }
    }

    @Override
    protected URI server() {
        return server;
    }

    @Override
    protected Collection<String> blockedThreads() {
        return BLOCKED;
    }
}
