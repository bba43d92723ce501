// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.transport.TransportConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Tests a transport that outlives the application that created and first used it. */
final class JdkTransportApplicationTest {

    private final CountDownLatch ended = new CountDownLatch(1);

    @Test
    void keepsNoClassLoaderOfTheApplicationThatCreatesIt() throws Exception {
        AtomicReference<JdkTransport> transport = new AtomicReference<>();
        AtomicReference<RecordingHandler> handler = new AtomicReference<>();
        try (var server = LoopbackServer.running(connection -> {
            connection.readRequest();
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            connection.awaitClientClose();
        })) {
            Application.assertForgotten(() -> {
                transport.set(JdkTransport.create(TransportConfig.defaults(), this::awaitTheEnd));
                send(transport.get(), "http://some.test");
                handler.set(send(transport.get(), server.baseUrl()));
            });
            assertThat(handler.get().awaitEnd().calls()).endsWith("complete");
        } finally {
            ended.countDown();
            transport.get().close();
        }
    }

    /** Keeps the thread of the lookup, which would otherwise end when it has been idle. */
    private InetAddress[] awaitTheEnd(String host) throws UnknownHostException {
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new UnknownHostException(host);
    }

    private static RecordingHandler send(JdkTransport transport, String url) {
        RecordingHandler handler = new RecordingHandler();
        transport.send(Posts.to(url), handler);
        return handler;
    }
}
