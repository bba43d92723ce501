package dev.completions4j.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.ClosedPort;
import dev.completions4j.testkit.LoopbackServer;
import dev.completions4j.transport.TransportConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ConnectTest {

    @Test
    void refusedConnectionSentNothing() {
        try (ClosedPort port = new ClosedPort();
                TransportFixture fixture = new TransportFixture()) {
            RecordingHandler handler = fixture.send(port.baseUrl(), new RecordingHandler());

            assertThat(handler.end()).isEqualTo("failure CONNECT NOT_SENT");
            assertThat(handler.failure()).hasMessageContaining("127.0.0.1:" + port.number());
        }
    }

    @Test
    void unknownNameSentNothing() {
        NettyTransport.Builder builder = NettyTransport.builder().lookup(host -> {
            throw new UnknownHostException(host);
        });
        try (TransportFixture fixture = new TransportFixture(builder)) {
            RecordingHandler handler = fixture.send("http://no.such.test/", new RecordingHandler());

            assertThat(handler.end()).isEqualTo("failure DNS NOT_SENT");
            assertThat(handler.failure()).hasMessageContaining("no.such.test");
        }
    }

    @Test
    void nextAddressIsTriedWhenTheFirstRefuses() {
        NettyTransport.Builder builder = NettyTransport.builder().lookup(host -> new InetAddress[] {
            InetAddress.getByAddress(new byte[] {127, 0, 0, 2}), InetAddress.getByAddress(new byte[] {127, 0, 0, 1})
        });
        try (TransportFixture fixture = new TransportFixture(builder);
                LoopbackServer server = LoopbackServer.running(TransportFixture.answering(TransportFixture.OK))) {
            RecordingHandler handler =
                    fixture.send(server.baseUrl().replace("127.0.0.1", "two.test"), new RecordingHandler());

            assertThat(handler.end()).isEqualTo("complete");
        }
    }

    @Test
    void connectTimeoutCoversNameResolutionAndLeavesTheEventLoopFree() {
        CountDownLatch end = new CountDownLatch(1);
        NettyTransport.Builder builder = NettyTransport.builder()
                .config(TransportConfig.defaults().withConnectTimeout(Duration.ofMillis(200)))
                .lookup(host -> {
                    if (host.equals("stalled.test")) {
                        awaitEnd(end);
                    }
                    return InetAddress.getAllByName(host);
                });
        try (TransportFixture fixture = new TransportFixture(builder)) {
            RecordingHandler handler = fixture.send("http://stalled.test/", new RecordingHandler());
            fixture.settle();

            assertThat(handler.end()).isEqualTo("failure CONNECT_TIMEOUT NOT_SENT");
            assertThat(handler.failure()).hasMessageContaining("200 ms");
            end.countDown();
        }
    }

    @Test
    void nameThatStallsIsLookedUpOnceAndHoldsUpNoOther() {
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger stalled = new AtomicInteger();
        NettyTransport.Builder builder = NettyTransport.builder().lookup(host -> {
            if (host.equals("stalled.test")) {
                stalled.incrementAndGet();
                awaitEnd(end);
            }
            return new InetAddress[] {InetAddress.getByAddress(new byte[] {127, 0, 0, 1})};
        });
        try (TransportFixture fixture = new TransportFixture(builder);
                LoopbackServer server = LoopbackServer.running(TransportFixture.answering(TransportFixture.OK))) {
            String url = server.baseUrl().replace("127.0.0.1", "stalled.test");
            List<RecordingHandler> waiting = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                waiting.add(fixture.send(url, new RecordingHandler()));
            }
            assertThat(fixture.send(server).end()).isEqualTo("complete");
            end.countDown();

            assertThat(waiting).allSatisfy(each -> assertThat(each.end()).isEqualTo("complete"));
            assertThat(stalled).hasValue(1);
        }
    }

    @Test
    void connectTimeoutCoversTheHandshake() {
        NettyTransport.Builder builder =
                NettyTransport.builder().config(TransportConfig.defaults().withConnectTimeout(Duration.ofMillis(200)));
        CountDownLatch left = new CountDownLatch(1);
        try (TransportFixture fixture = new TransportFixture(builder);
                LoopbackServer silent = LoopbackServer.running(connection -> {
                    if (connection.awaitClientClose()) {
                        left.countDown();
                    }
                })) {
            RecordingHandler handler =
                    fixture.send(silent.baseUrl().replace("http:", "https:"), new RecordingHandler());

            assertThat(handler.end()).isEqualTo("failure CONNECT_TIMEOUT NOT_SENT");
            assertThat(awaitEnd(left)).isTrue();
        }
    }

    @Test
    void requestThatNoTransportCanSendIsReportedToItsHandler() {
        try (TransportFixture fixture = new TransportFixture()) {
            assertThat(fixture.send("ftp://127.0.0.1/", new RecordingHandler()).end())
                    .isEqualTo("failure INTERNAL NOT_SENT");
            assertThat(fixture.send("http://under_score/", new RecordingHandler())
                            .end())
                    .isEqualTo("failure INTERNAL NOT_SENT");
        }
    }

    private static boolean awaitEnd(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }
}
