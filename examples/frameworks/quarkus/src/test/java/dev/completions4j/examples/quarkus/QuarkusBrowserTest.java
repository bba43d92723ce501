// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.examples.quarkus;

import dev.completions4j.examples.browsers.BrowserTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeAll;

@QuarkusTest
class QuarkusBrowserTest extends BrowserTest {

    private static final Logger BLOCKED_THREAD_CHECKER = Logger.getLogger("io.vertx.core.impl.BlockedThreadChecker");
    private static final Queue<String> BLOCKED = new ConcurrentLinkedQueue<>();

    @TestHTTPResource
    URI server;

    @BeforeAll
    static void start() {
        System.setProperty("model.url", MODEL_URL); // read when the first request creates the client
        BLOCKED_THREAD_CHECKER.addHandler(new Handler() {
            @Override
            public void publish(LogRecord record) {
                BLOCKED.add(record.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        });
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
