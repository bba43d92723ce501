// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.transport.Exchange;
import dev.completions4j.transport.TransportConfig;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests exchanges that begin while all workers are busy. */
final class JdkTransportBusyTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final long PATIENCE_SECONDS = 20;

    private final CountDownLatch busy = new CountDownLatch(Workers.THREADS);
    private final CountDownLatch free = new CountDownLatch(1);
    private final AtomicInteger requests = new AtomicInteger();
    private final JdkTransport transport = JdkTransport.create(TransportConfig.defaults());
    private final LoopbackServer server = LoopbackServer.running(connection -> {
        while (connection.readRequest() != null) {
            requests.incrementAndGet();
            connection.write(OK);
        }
    });

    @BeforeEach
    void occupyTheWorkers() throws InterruptedException {
        for (int i = 0; i < Workers.THREADS; i++) {
            transport.send(Posts.to(server.baseUrl()), new BlockingHandler());
        }
        assertThat(busy.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @AfterEach
    void close() {
        free.countDown();
        transport.close();
        server.close();
    }

    @Test
    void anExchangeCancelledBeforeAWorkerIsAvailableIsNotRetained() throws InterruptedException {
        ReferenceQueue<RecordingHandler> collected = new ReferenceQueue<>();
        WeakReference<RecordingHandler> handler = new WeakReference<>(cancelled(), collected);

        assertCollected(handler, collected);
    }

    @Test
    void anExchangeCancelledBeforeAWorkerIsAvailableIsNotSent() throws InterruptedException {
        RecordingHandler cancelled = cancelled();
        RecordingHandler next = new RecordingHandler();
        transport.send(Posts.to(server.baseUrl()), next);
        free.countDown();

        assertThat(next.awaitEnd().calls()).endsWith("data ok", "complete");
        assertThat(cancelled.calls()).containsExactly("start");
        assertThat(requests).hasValue(Workers.THREADS + 1);
    }

    private RecordingHandler cancelled() {
        RecordingHandler handler = new RecordingHandler();
        transport.send(Posts.to(server.baseUrl()), handler);
        handler.exchange().cancel();
        return handler;
    }

    private static void assertCollected(WeakReference<?> reference, ReferenceQueue<?> collected)
            throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        do {
            assertThat(System.nanoTime()).as("is still retained").isLessThan(deadline);
            System.gc();
        } while (collected.remove(100) != reference);
    }

    private final class BlockingHandler extends RecordingHandler {

        @Override
        void whenHead(Exchange exchange) {
            busy.countDown();
            try {
                free.await();
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
