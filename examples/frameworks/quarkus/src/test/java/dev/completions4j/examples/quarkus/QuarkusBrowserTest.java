// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.examples.quarkus;

import dev.completions4j.examples.browsers.BrowserTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;

@QuarkusTest
@QuarkusTestResource(QuarkusBrowserTest.ModelUrl.class)
class QuarkusBrowserTest extends BrowserTest {

    private static final Queue<String> BLOCKED = new ConcurrentLinkedQueue<>();

    @TestHTTPResource
    URI server;

    @Inject
    Vertx vertx;

    @BeforeEach
    void watchEventLoops() {
        ((VertxInternal) vertx).blockedThreadChecker().setThreadBlockedHandler(event -> addIfWaiting(event.thread()));
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

    /** Sets the URL before Quarkus starts. */
    public static final class ModelUrl implements QuarkusTestResourceLifecycleManager {

        @Override
        public Map<String, String> start() {
            return Map.of("model.url", MODEL_URL);
        }

        @Override
        public void stop() {}
    }
}
