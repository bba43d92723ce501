// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.server.ClosedPort;
import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.transport.TransportConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.2", "::1", "127.0.0.2,127.0.0.3", "::1,127.0.0.2"})
    void nextAddressIsTriedWhenTheFirstOnesRefuse(String refusing) {
        NettyTransport.Builder builder = NettyTransport.builder().lookup(host -> addresses(refusing + ",127.0.0.1"));
        try (TransportFixture fixture = new TransportFixture(builder);
                LoopbackServer server = LoopbackServer.running(TransportFixture.answering(TransportFixture.OK))) {
            RecordingHandler handler =
                    fixture.send(server.baseUrl().replace("127.0.0.1", "many.test"), new RecordingHandler());

            assertThat(handler.end()).isEqualTo("complete");
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void lastRefusalIsReportedWhenAllAddressesRefuse() {
        NettyTransport.Builder builder = NettyTransport.builder().lookup(host -> addresses("::1,127.0.0.1"));
        try (ClosedPort port = new ClosedPort();
                TransportFixture fixture = new TransportFixture(builder)) {
            RecordingHandler handler = fixture.send("http://many.test:" + port.number(), new RecordingHandler());

            assertThat(handler.end()).isEqualTo("failure CONNECT NOT_SENT");
            assertThat(handler.failure().getCause()).hasMessageContaining("127.0.0.1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "[::1]", "[0:0:0:0:0:0:0:1%25lo]", "[fe80::1%25no_such_zone]"})
    void addressesAreNotResolved(String literal) {
        NettyTransport.Builder builder = NettyTransport.builder().lookup(host -> {
            throw new AssertionError(host + " was resolved");
        });
        try (ClosedPort port = new ClosedPort();
                TransportFixture fixture = new TransportFixture(builder)) {
            RecordingHandler handler = fixture.send("http://" + literal + ":" + port.number(), new RecordingHandler());

            assertThat(handler.end()).isIn("failure CONNECT NOT_SENT", "failure DNS NOT_SENT");
        }
    }

    @Test
    void stallingNamesDelayOthersOnlyWhenAllThreadsAreBusy() {
        CountDownLatch end = new CountDownLatch(1);
        NettyTransport.Builder builder = NettyTransport.builder().lookup(host -> {
            if (host.startsWith("stalled")) {
                awaitEnd(end);
            }
            return addresses("127.0.0.1");
        });
        try (TransportFixture fixture = new TransportFixture(builder);
                LoopbackServer server = LoopbackServer.running(TransportFixture.answering(TransportFixture.OK))) {
            List<RecordingHandler> waiting = new ArrayList<>();
            for (int i = 1; i < NameResolver.MAX_THREADS; i++) {
                waiting.add(sendTo("stalled" + i + ".test", server, fixture));
            }
            assertThat(sendTo("quick.test", server, fixture).end()).isEqualTo("complete");
            waiting.add(sendTo("stalled.test", server, fixture));
            waiting.add(sendTo("waiting.test", server, fixture));
            fixture.settle();
            assertThat(waiting).noneMatch(RecordingHandler::hasEnded);
            end.countDown();

            assertThat(waiting).allSatisfy(each -> assertThat(each.end()).isEqualTo("complete"));
        }
    }

    @Test
    void transportsShareTheThreadsThatResolveNames() {
        List<NettyTransport> transports = new ArrayList<>();
        Set<Thread> earlier = resolverThreads();
        try (LoopbackServer server = LoopbackServer.running(TransportFixture.answering(TransportFixture.OK))) {
            String url = server.baseUrl().replace("127.0.0.1", "localhost");
            for (int i = 0; i < 3 * NameResolver.MAX_THREADS; i++) {
                NettyTransport transport = NettyTransport.builder().build();
                transports.add(transport);
                RecordingHandler handler = new RecordingHandler();
                transport.send(TransportFixture.request(url, "prompt"), handler);
                assertThat(handler.end()).isEqualTo("complete");
            }
            Set<Thread> threads = resolverThreads();
            threads.removeAll(earlier);
            assertThat(threads).hasSizeLessThanOrEqualTo(NameResolver.MAX_THREADS);
        } finally {
            transports.forEach(NettyTransport::close);
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
    void stallingNameIsResolvedOnceAndDelaysNoOther() {
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
    void invalidRequestIsReportedToItsHandler() {
        try (TransportFixture fixture = new TransportFixture()) {
            assertThat(fixture.send("ftp://127.0.0.1/", new RecordingHandler()).end())
                    .isEqualTo("failure INTERNAL NOT_SENT");
            assertThat(fixture.send("http://two..dots/", new RecordingHandler()).end())
                    .isEqualTo("failure INTERNAL NOT_SENT");
        }
    }

    private static InetAddress[] addresses(String literals) throws UnknownHostException {
        List<InetAddress> addresses = new ArrayList<>();
        for (String each : literals.split(",", -1)) {
            addresses.addAll(List.of(InetAddress.getAllByName(each)));
        }
        return addresses.toArray(InetAddress[]::new);
    }

    private static RecordingHandler sendTo(String host, LoopbackServer server, TransportFixture fixture) {
        return fixture.send(server.baseUrl().replace("127.0.0.1", host), new RecordingHandler());
    }

    private static Set<Thread> resolverThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(each -> each.getName().startsWith("completions4j-netty-dns-"))
                .collect(Collectors.toSet());
    }

    private static boolean awaitEnd(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }
}
