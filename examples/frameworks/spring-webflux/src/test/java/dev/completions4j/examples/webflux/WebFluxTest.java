// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.examples.webflux;

import dev.completions4j.examples.browsers.BrowserTest;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import reactor.blockhound.BlockHound;

class WebFluxTest extends BrowserTest {

    private static final Queue<String> BLOCKED = new ConcurrentLinkedQueue<>();

    private static ConfigurableApplicationContext server;

    @BeforeAll
    static void start() {
        BlockHound.builder()
                .loadIntegrations()
                .nonBlockingThreadPredicate(
                        marked -> marked.or(thread -> thread.getName().startsWith("completions4j-netty")))
                // The locks of timers, which are held for microseconds.
                .allowBlockingCallsInside("java.util.concurrent.ScheduledThreadPoolExecutor$DelayedWorkQueue", "offer")
                .allowBlockingCallsInside("java.util.concurrent.ScheduledThreadPoolExecutor$DelayedWorkQueue", "remove")
                .blockingMethodCallback(method -> BLOCKED.add(
                        method + " of " + List.of(Thread.currentThread().getStackTrace())))
                .install();
        server = SpringApplication.run(WebFluxServer.class, "--completions4j.base-url=" + MODEL_URL, "--server.port=0");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    protected URI server() {
        return URI.create("http://localhost:" + server.getEnvironment().getProperty("local.server.port"));
    }

    @Override
    protected Collection<String> blockedThreads() {
        return BLOCKED;
    }
}
