// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.examples.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.transport.Exchange;
import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.ResponseHandler;
import dev.completions4j.transport.ResponseHead;
import dev.completions4j.transport.TransportConfig;
import dev.completions4j.transport.TransportException;
import dev.completions4j.transport.TransportRequest;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Tests behavior beyond the contract. */
class JettyTransportTest {

    private static final TransportConfig LONG_CONNECT_TIMEOUT =
            TransportConfig.defaults().withConnectTimeout(Duration.ofHours(1));
    private static final int COLLECTIONS = 200;

    @Test
    void anEndedExchangeIsNotRetainedUntilTheConnectTimeout() throws Exception {
        try (LoopbackServer server = LoopbackServer.running(connection -> {
                    while (connection.readRequest() != null) {
                        connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                    }
                });
                JettyTransport transport = new JettyTransport(LONG_CONNECT_TIMEOUT)) {
            ReferenceQueue<Object> collected = new ReferenceQueue<>();
            WeakReference<Ended> first = endedExchange(transport, server, collected);
            // Jetty's connection refers to its last exchange.
            var unused = endedExchange(transport, server, new ReferenceQueue<>());

            Object found = null;
            for (int i = 0; i < COLLECTIONS && found == null; i++) {
                System.gc();
                found = collected.remove(100);
            }
            assertThat(found).as("the handler of an ended exchange").isEqualTo(first);
        }
    }

    /** Runs an exchange without keeping a strong reference to it. */
    private static WeakReference<Ended> endedExchange(
            JettyTransport transport, LoopbackServer server, ReferenceQueue<Object> collected) throws Exception {
        Ended handler = new Ended();
        transport.send(
                new TransportRequest(
                        "POST",
                        URI.create(server.baseUrl()),
                        HttpHeaders.empty(),
                        ByteBuffer.wrap("{}".getBytes(UTF_8))),
                handler);
        assertThat(handler.end.await(20, TimeUnit.SECONDS)).isTrue();
        return new WeakReference<>(handler, collected);
    }

    /** Waits for the end of the exchange. */
    private static final class Ended implements ResponseHandler {

        private final CountDownLatch end = new CountDownLatch(1);

        @Override
        public void onStart(Exchange exchange) {
            exchange.request(Long.MAX_VALUE);
        }

        @Override
        public void onHead(ResponseHead head) {}

        @Override
        public void onData(ByteBuffer chunk) {}

        @Override
        public void onComplete() {
            end.countDown();
        }

        @Override
        public void onFailure(TransportException failure) {
            end.countDown();
        }
    }
}
