// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.testkit.server.TestCertificate;
import dev.completions4j.transport.TransportFeature;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests each I/O implementation that this machine supports. */
final class IoTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    static Stream<Io> available() {
        return Stream.of(Io.NIO, IoDetector.best(), ioUringOrNio()).distinct();
    }

    @ParameterizedTest
    @MethodSource("available")
    void supportsExchangesOverTcp(Io io) throws Exception {
        String body = "x".repeat(1 << 20);
        String response = "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        try (TransportFixture fixture = new TransportFixture(io, NettyTransport.builder());
                LoopbackServer server = LoopbackServer.running(TransportFixture.answering(response))) {
            for (int i = 0; i < 3; i++) {
                RecordingHandler handler = fixture.send(server);
                assertThat(handler.end()).isEqualTo("complete");
                assertThat(handler.bodyLength()).isEqualTo(body.length());
            }
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("available")
    void supportsExchangesOverTls(Io io) throws Exception {
        NettyTransport.Builder builder = NettyTransport.builder().sslContext(TestCertificate.clientContext());
        try (TransportFixture fixture = new TransportFixture(io, builder);
                LoopbackServer server = LoopbackServer.running(
                        TransportFixture.answering(TransportFixture.OK), TestCertificate.serverContext())) {
            assertThat(fixture.send(server).end()).isEqualTo("complete");
            assertThat(fixture.send(server).end()).isEqualTo("complete");
        }
    }

    @ParameterizedTest
    @MethodSource("available")
    void detectsThatTheServerCloses(Io io) throws Exception {
        try (TransportFixture fixture = new TransportFixture(io, NettyTransport.builder());
                LoopbackServer server = LoopbackServer.running(
                        TransportFixture.answeringAndClosing("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort"))) {
            RecordingHandler handler = fixture.send(server, new RecordingHandler(1));

            assertThat(handler.end()).isEqualTo("failure TRUNCATED HEAD_RECEIVED");
        }
    }

    @ParameterizedTest
    @MethodSource("available")
    void cancelClosesTheConnection(Io io) throws Exception {
        try (TransportFixture fixture = new TransportFixture(io, NettyTransport.builder());
                LoopbackServer server = LoopbackServer.running(TransportFixture.answeringOnce(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n"))) {
            RecordingHandler handler = fixture.send(server);
            handler.awaitChunks(1);
            handler.exchange().cancel();

            assertThat(server.awaitHangUp(PATIENCE)).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("available")
    void connectsToAUnixDomainSocket(Io io) throws Exception {
        Path socket = folder.resolve("server.sock");
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                TransportFixture fixture =
                        new TransportFixture(io, NettyTransport.builder().unixDomainSocket(socket))) {
            listener.bind(UnixDomainSocketAddress.of(socket));
            CompletableFuture<String> request = answerOne(listener);
            RecordingHandler handler = fixture.send("http://model.internal:8000", new RecordingHandler());

            assertThat(handler.end()).isEqualTo("complete");
            assertThat(handler.body()).isEqualTo("ok");
            assertThat(request.get(20, TimeUnit.SECONDS)).contains("\r\nhost: model.internal:8000\r\n");
            assertThat(fixture.transport.info().features()).contains(TransportFeature.UNIX_DOMAIN_SOCKETS);
        }
    }

    @ParameterizedTest
    @MethodSource("available")
    void missingUnixDomainSocketSendsNothing(Io io) throws Exception {
        NettyTransport.Builder builder = NettyTransport.builder().unixDomainSocket(folder.resolve("none.sock"));
        try (TransportFixture fixture = new TransportFixture(io, builder)) {
            assertThat(fixture.send("http://model.internal", new RecordingHandler())
                            .end())
                    .isEqualTo("failure CONNECT NOT_SENT");
        }
    }

    @Test
    void transportsShareEventLoopsThatEndWithTheLastOne() throws Exception {
        try (LoopbackServer server = LoopbackServer.running(TransportFixture.answering(TransportFixture.OK))) {
            NettyTransport first = NettyTransport.builder().build();
            NettyTransport second = NettyTransport.builder().build();
            Thread thread = threadOf(first, server);
            first.shutdown(Duration.ZERO).get(20, TimeUnit.SECONDS);
            assertThat(thread.isAlive()).isTrue();
            assertThat(threadOf(second, server).isAlive()).isTrue();
            second.shutdown(Duration.ZERO).get(20, TimeUnit.SECONDS);
            second.shutdown(Duration.ZERO).get(20, TimeUnit.SECONDS);
            thread.join(20_000);
            assertThat(thread.isAlive()).isFalse();

            try (NettyTransport third = NettyTransport.builder().build()) {
                assertThat(threadOf(third, server)).isNotSameAs(thread);
            }
        }
    }

    @Test
    void ioUringWorksOrReportsWhyNot() throws Exception {
        if (ioUringOrNio().equals(Io.NIO)) {
            assertThatThrownBy(() -> NettyTransport.builder().ioUring())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("io_uring");
            return;
        }
        try (NettyTransport transport = NettyTransport.builder().ioUring().build();
                LoopbackServer server = LoopbackServer.running(TransportFixture.answering(TransportFixture.OK))) {
            assertThat(threadOf(transport, server).getName()).startsWith("completions4j-netty-");
        }
    }

    private static Io ioUringOrNio() {
        try {
            return IoDetector.ioUring();
        } catch (IllegalStateException notHere) {
            return Io.NIO;
        }
    }

    private static Thread threadOf(NettyTransport transport, LoopbackServer server) throws Exception {
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        transport.send(TransportFixture.request(server.baseUrl(), "prompt"), new RecordingHandler() {
            @Override
            void react(String call) {
                if (call.equals("complete")) {
                    thread.complete(Thread.currentThread());
                }
            }
        });
        return thread.get(20, TimeUnit.SECONDS);
    }

    /** Responds to the first request of the first connection, and returns its head. */
    private static CompletableFuture<String> answerOne(ServerSocketChannel listener) {
        CompletableFuture<String> head = new CompletableFuture<>();
        Thread server = new Thread(() -> {
            try (SocketChannel connection = listener.accept()) {
                ByteBuffer received = ByteBuffer.allocate(8192);
                while (!text(received).endsWith("prompt")) {
                    connection.read(received);
                }
                connection.write(US_ASCII.encode(TransportFixture.OK));
                head.complete(text(received));
                connection.read(ByteBuffer.allocate(1));
            } catch (IOException e) {
                head.completeExceptionally(e);
            }
        });
        server.setDaemon(true);
        server.start();
        return head;
    }

    private static String text(ByteBuffer received) {
        return US_ASCII.decode(received.duplicate().flip()).toString();
    }
}
