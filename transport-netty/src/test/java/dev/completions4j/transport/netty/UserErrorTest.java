// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.testkit.server.TestCertificate;
import dev.completions4j.transport.ConnectionInfo;
import java.net.InetAddress;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Verifies that a throwable from code around the transport ends only the exchange in which it was thrown. */
final class UserErrorTest {

    private static final AtomicReference<@Nullable Throwable> TO_THROW = new AtomicReference<>();

    static Stream<Supplier<Throwable>> throwables() {
        return Stream.of(
                IllegalStateException::new,
                AssertionError::new,
                () -> new NoClassDefFoundError("missing"),
                StackOverflowError::new,
                () -> new OutOfMemoryError("Java heap space"));
    }

    static Stream<Arguments> throwablesInCalls() {
        return throwables()
                .flatMap(each -> Stream.of("start", "connected", "head", "data", "complete")
                        .map(call -> Arguments.of(call, each)));
    }

    @ParameterizedTest
    @MethodSource("throwablesInCalls")
    void inAHandlerAffectsNoOtherExchange(String call, Supplier<Throwable> thrown) {
        NettyTransport.Builder builder = NettyTransport.builder().maxConnections(1);
        try (TransportFixture fixture = new TransportFixture(builder);
                LoopbackServer server = LoopbackServer.running(TransportFixture.answering(TransportFixture.OK))) {
            fixture.send(server, new RecordingHandler() {
                @Override
                public void onConnected(ConnectionInfo connection) {
                    react("connected");
                }

                @Override
                void react(String each) {
                    if (each.equals(call)) {
                        UserErrorTest.<RuntimeException>sneak(thrown.get());
                    }
                }
            });

            assertThat(fixture.send(server).end()).isEqualTo("complete");
        }
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void inOnFailureAffectsNoOtherExchange(Supplier<Throwable> thrown) {
        try (TransportFixture fixture = new TransportFixture();
                LoopbackServer server = LoopbackServer.running(TransportFixture.answering(TransportFixture.OK))) {
            RecordingHandler failing = new RecordingHandler() {
                @Override
                void react(String each) {
                    if (each.equals("failure")) {
                        UserErrorTest.<RuntimeException>sneak(thrown.get());
                    }
                }
            };
            fixture.send("http://127.0.0.1:1", failing);
            fixture.send("http://127.0.0.1:65536", failing);

            assertThat(fixture.send(server).end()).isEqualTo("complete");
        }
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void inAResolverFailsTheExchange(Supplier<Throwable> thrown) {
        TO_THROW.set(thrown.get());
        NettyTransport.Builder builder = NettyTransport.builder().lookup(host -> {
            throwOnce();
            return new InetAddress[] {InetAddress.getLoopbackAddress()};
        });
        try (TransportFixture fixture = new TransportFixture(builder);
                LoopbackServer server = LoopbackServer.running(TransportFixture.answering(TransportFixture.OK))) {
            String url = server.baseUrl().replace("127.0.0.1", "name.test");

            assertThat(fixture.send(url, new RecordingHandler()).end()).isEqualTo("failure INTERNAL NOT_SENT");
            assertThat(fixture.send(url, new RecordingHandler()).end()).isEqualTo("complete");
        }
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void inATlsContextSupplierFailsTheExchange(Supplier<Throwable> thrown) {
        TO_THROW.set(thrown.get());
        assertFailsOnce("failure INTERNAL NOT_SENT", NettyTransport.builder().sslContext(() -> {
            throwOnce();
            return TestCertificate.clientContext();
        }));
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void inATrustManagerFailsTheExchange(Supplier<Throwable> thrown) throws Exception {
        TO_THROW.set(thrown.get());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new ThrowingOnce()}, null);

        assertFailsOnce("failure TLS NOT_SENT", NettyTransport.builder().sslContext(context));
    }

    @Test
    @SuppressWarnings("NullAway") // Tests a violation.
    void nullFailsTheExchangeToo() {
        try (LoopbackServer server = LoopbackServer.running(
                TransportFixture.answering(TransportFixture.OK), TestCertificate.serverContext())) {
            try (TransportFixture fixture =
                    new TransportFixture(NettyTransport.builder().sslContext(() -> null))) {
                assertThat(fixture.send(server).end()).isEqualTo("failure INTERNAL NOT_SENT");
            }
            try (TransportFixture fixture =
                    new TransportFixture(NettyTransport.builder().lookup(host -> null))) {
                assertThat(fixture.send("http://name.test", new RecordingHandler())
                                .end())
                        .isEqualTo("failure INTERNAL NOT_SENT");
            }
            try (TransportFixture fixture =
                    new TransportFixture(NettyTransport.builder().lookup(host -> new InetAddress[0]))) {
                assertThat(fixture.send("http://name.test", new RecordingHandler())
                                .end())
                        .isEqualTo("failure DNS NOT_SENT");
            }
        }
    }

    private static void assertFailsOnce(String failure, NettyTransport.Builder builder) {
        try (TransportFixture fixture = new TransportFixture(builder.maxConnections(1));
                LoopbackServer server = LoopbackServer.running(
                        TransportFixture.answering(TransportFixture.OK), TestCertificate.serverContext())) {
            assertThat(fixture.send(server).end()).isEqualTo(failure);
            assertThat(fixture.send(server).end()).isEqualTo("complete");
        }
    }

    private static void throwOnce() {
        Throwable thrown = TO_THROW.getAndSet(null);
        if (thrown != null) {
            UserErrorTest.<RuntimeException>sneak(thrown);
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> void sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }

    /** Trusts every certificate, except the first time. */
    private static final class ThrowingOnce extends X509ExtendedTrustManager {

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            throwOnce();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
            throwOnce();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            throwOnce();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
