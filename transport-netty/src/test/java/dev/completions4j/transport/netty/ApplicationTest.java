// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.server.LoopbackServer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Tests a transport that outlives the application that created and first used it. */
final class ApplicationTest {

    private final CountDownLatch ended = new CountDownLatch(1);

    @Test
    void transportKeepsNoClassLoaderOfTheApplicationThatCreatesIt() throws Exception {
        AtomicReference<TransportFixture> fixture = new AtomicReference<>();
        try (LoopbackServer server = LoopbackServer.running(TransportFixture.answering(TransportFixture.OK))) {
            useNetty(server);
            Application.assertForgotten(() -> {
                fixture.set(new TransportFixture(NettyTransport.builder().lookup(this::awaitTheEnd)));
                fixture.get().send("http://some.test", new RecordingHandler());
                assertThat(fixture.get().send(server).end()).isEqualTo("complete");
            });
        } finally {
            ended.countDown();
            fixture.get().close();
        }
    }

    /** Netty keeps exceptions of its initialization, and with them the classes that were on the stack. */
    private static void useNetty(LoopbackServer server) {
        try (TransportFixture another = new TransportFixture()) {
            assertThat(another.send(server).end()).isEqualTo("complete");
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
}
