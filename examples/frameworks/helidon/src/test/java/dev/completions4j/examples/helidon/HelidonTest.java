// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.examples.helidon;

import dev.completions4j.examples.browsers.BrowserTest;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import jdk.jfr.consumer.RecordingStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class HelidonTest extends BrowserTest {

    private static final Queue<String> PINNED = new ConcurrentLinkedQueue<>();
    private static final RecordingStream RECORDING = new RecordingStream();

    private static HelidonServer server;

    @BeforeAll
    static void start() {
        RECORDING.enable("jdk.VirtualThreadPinned").withThreshold(Duration.ofMillis(200));
        RECORDING.onEvent("jdk.VirtualThreadPinned", event -> PINNED.add(event.toString()));
        RECORDING.startAsync();
        server = new HelidonServer(MODEL_URL, 0);
    }

    @AfterAll
    static void stop() {
        server.close();
        RECORDING.close();
    }

    @Override
    protected URI server() {
        return URI.create("http://localhost:" + server.port());
    }

    /** There are no event loops; what counts are virtual threads that block their carrier. */
    @Override
    protected Collection<String> blockedThreads() {
        return PINNED;
    }
}
