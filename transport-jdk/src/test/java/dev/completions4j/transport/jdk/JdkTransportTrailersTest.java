// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.server.LoopbackServer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Verifies the behavior of trailers that the Javadoc of {@link JdkTransport} describes. */
final class JdkTransportTrailersTest {

    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n";
    private static final String TRAILERS = "X-Late: 1\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @Test
    void trailersWithTheLastChunkAreDiscarded() throws Exception {
        try (LoopbackServer server = LoopbackServer.running(connection -> {
                    while (connection.readRequest() != null) {
                        connection.write(CHUNKED + TRAILERS);
                    }
                });
                var transport = JdkTransport.create(TestConfig.PATIENT)) {
            for (int i = 0; i < 2; i++) {
                assertThat(sent(transport, server).calls())
                        .containsExactly("start", "head 200", "data body", "complete");
            }
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void trailersOnAnIdleConnectionCloseIt() throws Exception {
        CountDownLatch idle = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        try (LoopbackServer server = LoopbackServer.running(connection -> {
                    var unused = connection.readRequest();
                    if (idle.getCount() == 0) {
                        connection.write(OK);
                        return;
                    }
                    connection.write(CHUNKED + TRAILERS.substring(0, 2));
                    idle.await();
                    connection.write(TRAILERS.substring(2));
                    if (connection.awaitClientClose()) {
                        closed.countDown();
                    }
                });
                var transport = JdkTransport.create(TestConfig.PATIENT)) {
            assertThat(sent(transport, server).calls()).containsExactly("start", "head 200", "data body", "complete");
            idle.countDown();
            assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();

            assertThat(sent(transport, server).calls()).containsExactly("start", "head 200", "data ok", "complete");
        }
    }

    @Test
    void trailersAfterTheNextRequestAreMistakenForItsResponse() throws Exception {
        try (LoopbackServer server = LoopbackServer.running(connection -> {
                    var unused = connection.readRequest();
                    connection.write(CHUNKED + TRAILERS.substring(0, 2));
                    if (connection.readRequest() != null) {
                        connection.write(TRAILERS.substring(2) + OK);
                    }
                    connection.awaitClientClose();
                });
                var transport = JdkTransport.create(TestConfig.PATIENT)) {
            assertThat(sent(transport, server).calls()).containsExactly("start", "head 200", "data body", "complete");

            assertThat(sent(transport, server).calls()).containsExactly("start", "failure PROTOCOL HEAD_RECEIVED");
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    private static RecordingHandler sent(JdkTransport transport, LoopbackServer server) throws InterruptedException {
        RecordingHandler handler = new RecordingHandler();
        transport.send(Posts.to(server.baseUrl()), handler);
        return handler.awaitEnd();
    }
}
