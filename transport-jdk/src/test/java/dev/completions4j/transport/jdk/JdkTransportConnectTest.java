// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.ReceivedRequest;
import dev.completions4j.testkit.server.ConnectionScript;
import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.transport.ProxyServer;
import dev.completions4j.transport.TransportConfig;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests connecting: names, the connect timeout, and proxies. */
final class JdkTransportConnectTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final TransportConfig HASTY = TransportConfig.defaults().withConnectTimeout(Duration.ofMillis(100));

    @Test
    void anUnresponsiveNameServerCountsTowardsTheConnectTimeoutAndBlocksNoOther() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        NameResolver.Lookup silent = host -> {
            try {
                never.await();
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
            throw new UnknownHostException(host);
        };
        try (var server = LoopbackServer.running(answering(OK));
                var transport = JdkTransport.create(
                        TransportConfig.defaults().withConnectTimeout(Duration.ofSeconds(3)), silent)) {
            // The first exchange of a JVM may take long.
            send(transport, server.baseUrl()).awaitEnd();
            List<RecordingHandler> stuck = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                stuck.add(send(transport, "http://silent.test"));
            }
            assertThat(send(transport, server.baseUrl()).awaitEnd().calls()).endsWith("complete");
            for (RecordingHandler handler : stuck) {
                assertThat(handler.awaitEnd().calls()).containsExactly("start", "failure CONNECT_TIMEOUT NOT_SENT");
                assertThat(handler.failure()).hasMessageContaining("silent.test");
            }
        } finally {
            never.countDown();
        }
    }

    @Test
    void cancelAbortsALookUp() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        AtomicInteger lookUps = new AtomicInteger();
        NameResolver.Lookup slow = host -> {
            lookUps.incrementAndGet();
            asked.countDown();
            awaitQuietly(answer);
            return InetAddress.getAllByName("127.0.0.1");
        };
        try (var server = LoopbackServer.running(answering(OK));
                var transport = JdkTransport.create(TransportConfig.defaults(), slow)) {
            String named = "http://localhost:" + URI.create(server.baseUrl()).getPort();
            List<RecordingHandler> cancelled = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                cancelled.add(send(transport, named));
            }
            asked.await();
            cancelled.forEach(handler -> handler.exchange().cancel());
            answer.countDown();

            assertThat(send(transport, named).awaitEnd().calls()).endsWith("complete");
            assertThat(cancelled)
                    .allSatisfy(handler -> assertThat(handler.calls()).containsExactly("start"));
            assertThat(server.requests()).hasSize(1);
            assertThat(lookUps).hasValueLessThanOrEqualTo(2);
        }
    }

    @Test
    void aNameIsResolvedOffTheCallersThread() throws Exception {
        List<Thread> resolvers = new ArrayList<>();
        NameResolver.Lookup noting = host -> {
            resolvers.add(Thread.currentThread());
            throw new UnknownHostException(host);
        };
        try (var transport = JdkTransport.create(TransportConfig.defaults(), noting)) {
            RecordingHandler handler = send(transport, "http://nohost.test");

            assertThat(handler.awaitEnd().calls()).containsExactly("start", "failure DNS NOT_SENT");
            assertThat(handler.failure()).hasMessageContaining("nohost.test");
            assertThat(resolvers).singleElement().satisfies(thread -> {
                assertThat(thread).isNotSameAs(Thread.currentThread());
                assertThat(thread.isDaemon()).isTrue();
            });
        }
    }

    @Test
    void onlyTheProxysNameIsResolved() throws Exception {
        NameResolver.Lookup local = host -> {
            assertThat(host).isEqualTo("localhost");
            return InetAddress.getAllByName(host);
        };
        try (var proxy = LoopbackServer.running(answering(OK))) {
            int port = URI.create(proxy.baseUrl()).getPort();
            try (var transport = JdkTransport.create(
                    TransportConfig.defaults().withProxy(ProxyServer.http("localhost", port)), local)) {
                assertThat(send(transport, "http://origin.test").awaitEnd().calls())
                        .endsWith("complete");
            }
        }
    }

    @Test
    void anUnresolvableProxyIsAProxyFailure() throws Exception {
        TransportConfig config = TransportConfig.defaults().withProxy(ProxyServer.http("proxy.test", 3128));
        try (var transport = JdkTransport.create(config, host -> {
            throw new UnknownHostException(host);
        })) {
            RecordingHandler handler = send(transport, "http://origin.test");

            assertThat(handler.awaitEnd().calls()).containsExactly("start", "failure PROXY NOT_SENT");
            assertThat(handler.failure()).hasMessageContaining("proxy.test");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 4\r\n\r\nsecr",
                "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 0\r\n\r\n",
                "NOT HTTP\r\n\r\n",
                ""
            })
    void aProxyThatOpensNoTunnelIsAProxyFailure(String answer) throws Exception {
        try (var proxy = LoopbackServer.running(connection -> {
            connection.readRequest();
            connection.write(answer);
        })) {
            RecordingHandler handler = throughProxy(TransportConfig.defaults(), proxy, "https://origin.test");

            assertThat(handler.calls()).containsExactly("start", "failure PROXY NOT_SENT");
            assertThat(handler.failure()).hasMessageContaining("origin.test:443");
            assertThat(proxy.requests()).isNotEmpty().allSatisfy(request -> {
                assertThat(request.method()).isEqualTo("CONNECT");
                assertThat(request.headers().first("Authorization")).isNull();
            });
        }
    }

    @Test
    void aStallingProxyFailsAfterTheConnectTimeout() throws Exception {
        try (var proxy = LoopbackServer.running(connection -> {
            connection.readRequest();
            connection.awaitClientClose();
        })) {
            do {
                assertThat(throughProxy(HASTY, proxy, "https://origin.test").calls())
                        .containsExactly("start", "failure PROXY NOT_SENT");
                // A JVM that has just started may not even reach the proxy.
            } while (proxy.connections() == 0);
            assertThat(proxy.awaitHangUp(Duration.ofSeconds(20))).isTrue();
        }
    }

    @Test
    void theProxyOfASuppliedClientIsReported() throws Exception {
        try (var proxy = LoopbackServer.running(
                answering("HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 0\r\n\r\n"))) {
            HttpClient client = HttpClient.newBuilder()
                    .proxy(ProxySelector.of(InetSocketAddress.createUnresolved(
                            "127.0.0.1", URI.create(proxy.baseUrl()).getPort())))
                    .build();
            try (var transport = JdkTransport.borrowing(client)) {
                assertThat(send(transport, "http://origin.test").awaitEnd().calls())
                        .containsExactly("start", "failure PROXY NOT_SENT");
            }
        }
    }

    @Test
    void aThrowingProxySelectorIsAFailure() throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .proxy(new ProxySelector() {
                    @Override
                    public List<Proxy> select(URI uri) {
                        throw new IllegalStateException("thrown by a selector");
                    }

                    @Override
                    public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
                })
                .build();
        try (var transport = JdkTransport.borrowing(client)) {
            assertThat(send(transport, "http://127.0.0.1:9").awaitEnd().calls())
                    .containsExactly("start", "failure INTERNAL NOT_SENT");
        }
    }

    @Test
    @DisabledIfSystemProperty(named = "jdk.httpclient.allowRestrictedHeaders", matches = "host")
    void triesTheOtherAddressesOfLocalhost() throws Exception {
        localhostWhoseFirstAddress(
                Duration.ofMinutes(1), request -> CompletableFuture.failedFuture(new ConnectException()));
    }

    @Test
    @DisabledIfSystemProperty(named = "jdk.httpclient.allowRestrictedHeaders", matches = "host")
    void anUnresponsiveAddressOfLocalhostGetsItsShareOfTheTimeout() throws Exception {
        localhostWhoseFirstAddress(Duration.ofSeconds(10), request -> new CompletableFuture<>());
    }

    @Test
    @DisabledIfSystemProperty(named = "jdk.httpclient.allowRestrictedHeaders", matches = "host")
    void reportsHowToEnableFurtherAddresses() throws Exception {
        HttpClient client = new FaultyClient(
                HttpClient.newHttpClient(), request -> CompletableFuture.failedFuture(new ConnectException()));
        try (var transport = JdkTransport.borrowing(
                client, TransportConfig.defaults(), host -> InetAddress.getAllByName("127.0.0.1"))) {
            RecordingHandler handler = send(transport, "http://one.test:8000").awaitEnd();
            assertThat(handler.calls()).containsExactly("start", "failure CONNECT NOT_SENT");
            assertThat(handler.failure()).hasMessageNotContaining("Netty");
        }
        try (var transport = JdkTransport.borrowing(client, TransportConfig.defaults(), host ->
                new InetAddress[] {InetAddress.getAllByName("127.0.0.1")[0], InetAddress.getAllByName("::1")[0]})) {
            RecordingHandler handler = send(transport, "http://two.test:8000").awaitEnd();
            assertThat(handler.calls()).containsExactly("start", "failure CONNECT NOT_SENT");
            assertThat(handler.failure())
                    .hasMessageContaining("two.test:8000")
                    .hasMessageContaining("first address")
                    .hasMessageContaining("-Djdk.httpclient.allowRestrictedHeaders=host");
        }
    }

    private static void localhostWhoseFirstAddress(
            Duration connectTimeout, Function<HttpRequest, CompletableFuture<?>> answers) throws Exception {
        List<String> tried = new CopyOnWriteArrayList<>();
        HttpClient client = new FaultyClient(
                HttpClient.newBuilder().connectTimeout(connectTimeout).build(), request -> {
                    tried.add(request.uri().getHost());
                    return request.uri().getHost().equals("localhost") ? answers.apply(request) : null;
                });
        try (var server = LoopbackServer.running(answering(OK));
                var transport =
                        JdkTransport.borrowing(client, TransportConfig.defaults(), host -> new InetAddress[] {
                            InetAddress.getAllByName("::1")[0], InetAddress.getAllByName("127.0.0.1")[0]
                        })) {
            String named = "http://localhost:" + URI.create(server.baseUrl()).getPort();
            assertThat(send(transport, named).awaitEnd().calls())
                    .containsExactly("start", "head 200", "data ok", "complete");
            assertThat(tried).containsExactly("localhost", "127.0.0.1");

            assertThat(send(transport, named).awaitEnd().calls()).endsWith("complete");
            assertThat(tried)
                    .as("the address that was reached is tried first")
                    .containsExactly("localhost", "127.0.0.1", "127.0.0.1");
            assertThat(server.requests()).extracting(ReceivedRequest::bodyText).containsOnly("{\"secret\":\"prompt\"}");
        }
    }

    private static RecordingHandler throughProxy(TransportConfig config, LoopbackServer proxy, String baseUrl)
            throws InterruptedException {
        URI address = URI.create(proxy.baseUrl());
        ProxyServer server = ProxyServer.http(Objects.requireNonNull(address.getHost()), address.getPort());
        try (var transport = JdkTransport.create(config.withProxy(server))) {
            return send(transport, baseUrl).awaitEnd();
        }
    }

    private static RecordingHandler send(JdkTransport transport, String baseUrl) {
        RecordingHandler handler = new RecordingHandler();
        transport.send(Posts.to(baseUrl), handler);
        return handler;
    }

    private static ConnectionScript answering(String response) {
        return connection -> {
            while (connection.readRequest() != null) {
                connection.write(response);
            }
        };
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }
}
