// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.server.ConnectionScript;
import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.testkit.server.TestCertificate;
import dev.completions4j.transport.TransportException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

final class TlsTest {

    private static final SSLContext SERVER = TestCertificate.serverContext();

    @Test
    void trustedServerRespondsAndItsConnectionIsReused() {
        try (TransportFixture fixture = trustingFixture();
                LoopbackServer server =
                        LoopbackServer.running(TransportFixture.answering(TransportFixture.OK), SERVER)) {
            assertThat(fixture.send(server).end()).isEqualTo("complete");
            assertThat(fixture.send(server).end()).isEqualTo("complete");

            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void largeBodyArrivesCompletely() {
        int bytes = 8 << 20;
        String response = "HTTP/1.1 200 OK\r\nContent-Length: " + bytes + "\r\n\r\n" + "x".repeat(bytes);
        try (TransportFixture fixture = trustingFixture();
                LoopbackServer server = LoopbackServer.running(TransportFixture.answering(response), SERVER)) {
            RecordingHandler handler = fixture.send(server);

            assertThat(handler.end()).isEqualTo("complete");
            assertThat(handler.bodyLength()).isEqualTo(bytes);
        }
    }

    @Test
    void untrustedServerGetsNoRequest() {
        try (TransportFixture fixture = new TransportFixture();
                LoopbackServer server =
                        LoopbackServer.running(TransportFixture.answering(TransportFixture.OK), SERVER)) {
            assertThat(fixture.send(server).end()).isEqualTo("failure TLS NOT_SENT");
            assertThat(server.requests()).isEmpty();
        }
    }

    /** Creating it takes a tenth of a second, which a client without TLS should not pay. */
    @Test
    void theDefaultContextIsNotCreatedBeforeAConnectionNeedsIt() throws Exception {
        SSLContext before = SSLContext.getDefault();
        try (TransportFixture fixture = new TransportFixture();
                LoopbackServer server =
                        LoopbackServer.running(TransportFixture.answering(TransportFixture.OK), SERVER)) {
            SSLContext.setDefault(TestCertificate.clientContext());

            assertThat(fixture.send(server).end()).isEqualTo("complete");
        } finally {
            SSLContext.setDefault(before);
        }
    }

    @Test
    void serverWithTheCertificateOfAnotherHostGetsNoRequest() {
        NettyTransport.Builder builder = NettyTransport.builder()
                .sslContext(TestCertificate.clientContext())
                .lookup(host -> new InetAddress[] {InetAddress.getLoopbackAddress()});
        try (TransportFixture fixture = new TransportFixture(builder);
                LoopbackServer server =
                        LoopbackServer.running(TransportFixture.answering(TransportFixture.OK), SERVER)) {
            RecordingHandler handler =
                    fixture.send(server.baseUrl().replace("127.0.0.1", "other.test"), new RecordingHandler());

            assertThat(handler.end()).isEqualTo("failure TLS NOT_SENT");
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void plainHttpServerIsATlsFailureWithAHint() {
        ConnectionScript plain = connection -> connection.write("HTTP/1.1 400 Bad Request\r\n\r\n");
        try (TransportFixture fixture = trustingFixture();
                LoopbackServer server = LoopbackServer.running(plain)) {
            RecordingHandler handler =
                    fixture.send(server.baseUrl().replace("http:", "https:"), new RecordingHandler());

            assertThat(handler.end()).isEqualTo("failure TLS NOT_SENT");
            assertThat(handler.failure()).hasMessageContaining("http URL");
        }
    }

    @Test
    void bodyWithoutLengthEndsWithCloseNotify() {
        ConnectionScript script = TransportFixture.answeringAndClosing("HTTP/1.1 200 OK\r\n\r\nto the end");
        try (TransportFixture fixture = trustingFixture();
                LoopbackServer server = LoopbackServer.running(script, SERVER)) {
            RecordingHandler handler = fixture.send(server);

            assertThat(handler.end()).isEqualTo("complete");
            assertThat(handler.body()).isEqualTo("to the end");
        }
    }

    @Test
    void bodyWithoutLengthIsTruncatedWithoutCloseNotify() throws Exception {
        try (TransportFixture fixture = trustingFixture();
                ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> served = CompletableFuture.runAsync(() -> answerAndEndWithoutCloseNotify(listener));
            RecordingHandler handler =
                    fixture.send("https://127.0.0.1:" + listener.getLocalPort(), new RecordingHandler());

            assertThat(handler.end()).isEqualTo("failure TRUNCATED HEAD_RECEIVED");
            assertThat(handler.body()).isEqualTo("cut");
            served.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void clientCertificateIsPresentedAndCanBeReplaced() throws Exception {
        AtomicReference<SSLContext> context = new AtomicReference<>(TestCertificate.clientContext());
        try (TransportFixture fixture =
                        new TransportFixture(NettyTransport.builder().sslContext(context::get));
                SSLServerSocket listener = (SSLServerSocket) contextWithKey()
                        .getServerSocketFactory()
                        .createServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            listener.setNeedClientAuth(true);
            Thread server = new Thread(() -> answerAll(listener));
            server.setDaemon(true);
            server.start();
            String url = "https://127.0.0.1:" + listener.getLocalPort();

            assertThat(fixture.send(url, new RecordingHandler()).failure().kind())
                    .isEqualTo(Kind.TLS);
            context.set(contextWithKey());
            assertThat(fixture.send(url, new RecordingHandler()).end()).isEqualTo("complete");
        }
    }

    @Test
    void failingContextSupplierFailsTheExchange() {
        NettyTransport.Builder builder = NettyTransport.builder().sslContext(() -> {
            throw new IllegalStateException("no key");
        });
        try (TransportFixture fixture = new TransportFixture(builder);
                LoopbackServer server =
                        LoopbackServer.running(TransportFixture.answering(TransportFixture.OK), SERVER)) {
            assertThat(fixture.send(server).end()).isEqualTo("failure INTERNAL NOT_SENT");
        }
    }

    /** Trusts the test's certificate, and presents it. */
    private static SSLContext contextWithKey() throws GeneralSecurityException, IOException {
        char[] password = "completions4j".toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = TestCertificate.class.getResourceAsStream("test-certificate.p12")) {
            store.load(in, password);
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("localhost", store.getCertificate("localhost"));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    /** Responds to a request on each connection, one after the other, until the listener is closed. */
    private static void answerAll(ServerSocket listener) {
        while (!listener.isClosed()) {
            try (Socket tls = listener.accept()) {
                if (tls.getInputStream().read() >= 0) {
                    tls.getOutputStream().write(TransportFixture.OK.getBytes(US_ASCII));
                    tls.getInputStream().transferTo(OutputStream.nullOutputStream());
                }
            } catch (IOException e) {
                // The client was rejected, or the test has ended.
            }
        }
    }

    private static void answerAndEndWithoutCloseNotify(ServerSocket listener) {
        try (Socket tcp = listener.accept();
                Socket tls = SERVER.getSocketFactory().createSocket(tcp, null, true)) {
            assertThat(tls.getInputStream().read()).isPositive();
            tls.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\ncut".getBytes(US_ASCII));
            tcp.shutdownOutput();
            while (tcp.getInputStream().read() >= 0) {
                // Waits for the client's end, so that no RST overtakes the response.
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TransportFixture trustingFixture() {
        return new TransportFixture(NettyTransport.builder().sslContext(TestCertificate.clientContext()));
    }
}
