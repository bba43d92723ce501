// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.examples.mvc;

import dev.completions4j.examples.browsers.BrowserTest;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import jdk.jfr.consumer.RecordingStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

class MvcTest extends BrowserTest {

    private static final Queue<String> PINNED = new ConcurrentLinkedQueue<>();
    private static final RecordingStream RECORDING = new RecordingStream();

    private static ConfigurableApplicationContext server;

    @BeforeAll
    static void start() {
        RECORDING.enable("jdk.VirtualThreadPinned").withThreshold(Duration.ofMillis(200));
        RECORDING.onEvent("jdk.VirtualThreadPinned", event -> PINNED.add(event.toString()));
        RECORDING.startAsync();
        server = SpringApplication.run(MvcServer.class, "--completions4j.base-url=" + MODEL_URL, "--server.port=0");
    }

    @AfterAll
    static void stop() {
        server.close();
        RECORDING.close();
    }

    @Override
    protected URI server() {
        return URI.create("http://localhost:" + server.getEnvironment().getProperty("local.server.port"));
    }

    /** There are no event loops; what counts are virtual threads that block their carrier. */
    @Override
    protected Collection<String> blockedThreads() {
        return PINNED;
    }
}
