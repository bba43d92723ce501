// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.server.LoopbackServer;
import java.util.Collections;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DemandTest {

    private final TransportFixture fixture = new TransportFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void serverIsBlockedUntilThereIsDemand() throws InterruptedException {
        int bodyBytes = 64 << 20;
        byte[] piece = new byte[1 << 20];
        CountDownLatch allWritten = new CountDownLatch(1);
        try (LoopbackServer server = LoopbackServer.running(connection -> {
            connection.readRequest();
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + bodyBytes + "\r\n\r\n");
            for (int sent = 0; sent < bodyBytes; sent += piece.length) {
                connection.write(piece);
            }
            allWritten.countDown();
            connection.awaitClientClose();
        })) {
            RecordingHandler handler = fixture.send(server, new RecordingHandler(1));
            handler.awaitChunks(1);

            // Too short to prove much, but a transport that continues to read fails here.
            assertThat(allWritten.await(1, TimeUnit.SECONDS)).isFalse();
            assertThat(handler.calls()).containsExactly("start", "head", "data");
            assertThat(handler.bodyLength()).isLessThanOrEqualTo(64 << 10);

            handler.exchange().request(2);
            handler.awaitChunks(2);
            fixture.settle();
            assertThat(Collections.frequency(handler.calls(), "data")).isEqualTo(3);

            handler.exchange().request(Long.MAX_VALUE);
            handler.exchange().request(Long.MAX_VALUE);
            assertThat(handler.end()).isEqualTo("complete");
            assertThat(handler.bodyLength()).isEqualTo(bodyBytes);
        }
    }

    @Test
    void manySmallChunksAreDeliveredOneRequestAtATimeWithoutNesting() {
        int chunks = 10_000;
        String body = "1;x\r\na\r\n".repeat(chunks) + "0\r\n\r\n";
        try (LoopbackServer server = LoopbackServer.running(
                TransportFixture.answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body))) {
            RecordingHandler handler = new RecordingHandler(0) {
                @Override
                void react(String call) {
                    if (call.equals("data")) {
                        exchange().request(1);
                    }
                }
            };
            fixture.send(server, handler);
            // Ensures that all chunks of a read are pending when the first of them is requested.
            handler.head();
            fixture.settle();
            handler.exchange().request(1);

            assertThat(handler.end()).isEqualTo("complete");
            assertThat(handler.bodyLength()).isEqualTo(chunks);
            assertThat(handler.calls()).noneMatch(call -> call.endsWith("(nested)"));
        }
    }

    /** Chunks with an extension are not joined. */
    @Test
    void endDoesNotOvertakeDataThatWaits() throws InterruptedException {
        String response = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n1;x\r\nb\r\n0\r\n\r\n";
        try (LoopbackServer server = LoopbackServer.running(TransportFixture.answeringAndClosing(response))) {
            RecordingHandler handler = fixture.send(server, new RecordingHandler(1));
            handler.awaitChunks(1);
            fixture.settle();
            assertThat(handler.calls()).containsExactly("start", "head", "data");

            handler.exchange().request(1);
            assertThat(handler.end()).isEqualTo("complete");
            assertThat(handler.body()).isEqualTo("ab");
        }
    }

    @Test
    void failureDoesNotOvertakeDataThatWaits() throws InterruptedException {
        String response = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n1;x\r\nb\r\n";
        try (LoopbackServer server = LoopbackServer.running(TransportFixture.answeringAndClosing(response))) {
            RecordingHandler handler = fixture.send(server, new RecordingHandler(1));
            handler.awaitChunks(1);
            fixture.settle();
            assertThat(handler.calls()).containsExactly("start", "head", "data");

            handler.exchange().request(1);
            assertThat(handler.end()).isEqualTo("failure TRUNCATED HEAD_RECEIVED");
            assertThat(handler.body()).isEqualTo("ab");
        }
    }

    @Test
    void closeIsDetectedWithoutDemand() {
        String response = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n";
        try (LoopbackServer server = LoopbackServer.running(TransportFixture.answeringAndClosing(response))) {
            RecordingHandler handler = fixture.send(server, new RecordingHandler(0));

            assertThat(handler.end()).isEqualTo("failure TRUNCATED HEAD_RECEIVED");
        }
    }
}
