// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.completions4j.testkit.ReceivedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackServerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @Test
    void scriptsSeeTheClassLoaderButNotTheThreadLocalsOfTheirCreator() throws Exception {
        InheritableThreadLocal<String> local = new InheritableThreadLocal<>();
        CompletableFuture<List<@Nullable Object>> seen = new CompletableFuture<>();
        local.set("a user");
        try (LoopbackServer server = LoopbackServer.running(connection -> seen.complete(
                        Arrays.asList(local.get(), Thread.currentThread().getContextClassLoader())));
                Socket client = connect(server)) {
            assertThat(client.getInputStream().read()).isNegative();
        } finally {
            local.remove();
        }

        assertThat(seen.join()).containsExactly(null, Thread.currentThread().getContextClassLoader());
    }

    @Test
    void theBytesOfAScriptReachTheClientUnchanged() throws IOException {
        try (LoopbackServer server = LoopbackServer.running(connection -> connection.write("not HTTP at all: é"));
                Socket client = connect(server)) {
            assertThat(new String(client.getInputStream().readAllBytes(), UTF_8))
                    .isEqualTo("not HTTP at all: é");
        }
    }

    @Test
    void listensOnAGivenPort() {
        try (LoopbackServer first = LoopbackServer.running(LoopbackServerTest::answerAll, 0)) {
            int taken = URI.create(first.baseUrl()).getPort();
            assertThatThrownBy(() -> LoopbackServer.running(LoopbackServerTest::answerAll, taken))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage(
                            "Cannot listen on port " + taken + " of 127.0.0.1; choose another, or 0 for any free port");
        }
    }

    @Test
    void keepsTheLastRequestsOnlyOnAGivenPort() throws IOException {
        try (LoopbackServer server = LoopbackServer.running(LoopbackServerTest::answerAll, 0);
                Socket client = connect(server)) {
            for (int i = 0; i < 102; i++) {
                client.getOutputStream().write(("GET /" + i + " HTTP/1.1\r\n\r\n").getBytes(UTF_8));
                client.getInputStream().readNBytes(OK.length());
            }

            assertThat(server.requests())
                    .hasSize(100)
                    .first()
                    .extracting(ReceivedRequest::path)
                    .isEqualTo("/2");
        }
    }

    @Test
    void keepsTheRequestsThatItIsAnswering() throws IOException {
        try (LoopbackServer server = LoopbackServer.running(LoopbackServerTest::answerSlowly, 0);
                Socket slow = connect(server);
                Socket client = connect(server)) {
            slow.getOutputStream().write("GET /slow HTTP/1.1\r\n\r\n".getBytes(UTF_8));
            slow.getInputStream().readNBytes(OK.length());
            for (int i = 0; i < 102; i++) {
                client.getOutputStream().write(("GET /" + i + " HTTP/1.1\r\n\r\n").getBytes(UTF_8));
                client.getInputStream().readNBytes(OK.length());
            }

            assertThat(server.requests())
                    .hasSize(100)
                    .first()
                    .extracting(ReceivedRequest::path)
                    .isEqualTo("/slow");
            assertThat(server.openResponses()).isPositive();
        }
    }

    @Test
    void dropsTheRequestsOfABurstAfterItsEnd() throws Exception {
        try (LoopbackServer server = LoopbackServer.running(LoopbackServerTest::answerSlowly, 0)) {
            List<Socket> burst = new ArrayList<>();
            for (int i = 0; i < 150; i++) {
                Socket slow = connect(server);
                burst.add(slow);
                slow.getOutputStream().write("GET /slow HTTP/1.1\r\n\r\n".getBytes(UTF_8));
                slow.getInputStream().readNBytes(OK.length());
            }
            assertThat(server.requests()).hasSize(150);
            for (Socket slow : burst) {
                slow.close();
            }
            assertThat(server.awaitNoConnections(PATIENCE)).isTrue();

            try (Socket client = connect(server)) {
                client.getOutputStream().write("GET /last HTTP/1.1\r\n\r\n".getBytes(UTF_8));
                client.getInputStream().readNBytes(OK.length());
            }
            assertThat(server.requests())
                    .extracting(ReceivedRequest::path)
                    .hasSize(100)
                    .endsWith("/slow", "/last");
        }
    }

    @Test
    void readsACompleteRequest() throws Exception {
        try (LoopbackServer server = LoopbackServer.running(LoopbackServerTest::answerAll);
                Socket client = connect(server)) {
            client.getOutputStream().write("""
                            POST /v1/completions?key=secret HTTP/1.1\r
                            Host: x\r
                            Content-Length: 6\r
                            \r
                            {"é"}GET /v1/models HTTP/1.1\r
                            host:  y\t\r
                            \r
                            """.getBytes(UTF_8));
            assertThat(client.getInputStream().readNBytes(2 * OK.length()))
                    .asString()
                    .isEqualTo(OK + OK);

            ReceivedRequest post = server.requests().get(0);
            assertThat(post.method()).isEqualTo("POST");
            assertThat(post.target()).isEqualTo("/v1/completions?key=secret");
            assertThat(post.path()).isEqualTo("/v1/completions");
            assertThat(post.bodyText()).isEqualTo("{\"é\"}");
            assertThat(post).hasToString("POST /v1/completions (6 bytes)");
            ReceivedRequest get = server.requests().get(1);
            assertThat(get.headers().first("Host")).isEqualTo("y");
            assertThat(get.body().remaining()).isZero();
        }
    }

    @Test
    void readsACompleteChunkedRequest() throws Exception {
        try (LoopbackServer server = LoopbackServer.running(LoopbackServerTest::answerAll);
                Socket client = connect(server)) {
            client.getOutputStream().write("""
                            POST / HTTP/1.1\r
                            Transfer-Encoding: chunked\r
                            \r
                            3\r
                            abc\r
                            A;note=x\r
                            0123456789\r
                            0\r
                            Trailer: x\r
                            \r
                            """.getBytes(UTF_8));
            assertThat(client.getInputStream().readNBytes(OK.length()))
                    .asString()
                    .isEqualTo(OK);

            assertThat(server.requests().get(0).bodyText()).isEqualTo("abc0123456789");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Content-Length: 3\r\n\r\n|abc", "Transfer-Encoding: chunked\r\n\r\n|3\r\nabc\r\n0\r\n\r\n"})
    void asksForABodyThatTheClientWithholds(String framing) throws Exception {
        String head = framing.substring(0, framing.indexOf('|'));
        String body = framing.substring(head.length() + 1);
        try (LoopbackServer server = LoopbackServer.running(LoopbackServerTest::answerAll);
                Socket client = connect(server)) {
            client.setSoTimeout((int) PATIENCE.toMillis());
            client.getOutputStream().write(("POST / HTTP/1.1\r\nExpect: 100-Continue\r\n" + head).getBytes(UTF_8));
            String permission = "HTTP/1.1 100 Continue\r\n\r\n";
            assertThat(client.getInputStream().readNBytes(permission.length()))
                    .asString()
                    .isEqualTo(permission);

            client.getOutputStream().write(body.getBytes(UTF_8));
            assertThat(client.getInputStream().readNBytes(OK.length()))
                    .asString()
                    .isEqualTo(OK);
            assertThat(server.requests().get(0).bodyText()).isEqualTo("abc");
        }
    }

    @Test
    void aScriptCanRefuseABodyThatTheClientWithholds() throws Exception {
        String head = "POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n";
        try (LoopbackServer server = LoopbackServer.running(connection -> {
                    connection.read(head.length());
                    connection.write("HTTP/1.1 417 No\r\n\r\n");
                });
                Socket client = connect(server)) {
            client.getOutputStream().write(head.getBytes(UTF_8));

            assertThat(client.getInputStream().readAllBytes()).asString().isEqualTo("HTTP/1.1 417 No\r\n\r\n");
        }
    }

    @Test
    void connectionsAreKeptAliveAndCounted() throws Exception {
        try (LoopbackServer server = LoopbackServer.running(LoopbackServerTest::answerAll)) {
            HttpClient client = HttpClient.newHttpClient();
            for (int i = 0; i < 3; i++) {
                assertThat(post(client, server).body()).isEqualTo("ok");
            }
            assertThat(server.requests()).hasSize(3);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void readsArbitraryBytes() throws Exception {
        BlockingQueue<String> read = new ArrayBlockingQueue<>(2);
        try (LoopbackServer server = LoopbackServer.running(connection -> {
                    read.add(new String(connection.read(3), UTF_8));
                    read.add(new String(connection.read(3), UTF_8));
                });
                Socket client = connect(server)) {
            client.getOutputStream().write("no HT".getBytes(UTF_8));
            client.shutdownOutput();

            assertThat(read.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("no ");
            assertThat(read.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("HT");
        }
    }

    @Test
    void waitsUntilNoConnectionIsOpen() throws Exception {
        try (LoopbackServer server = LoopbackServer.running(LoopbackServerTest::answerAll)) {
            assertThat(server.awaitNoConnections(Duration.ZERO)).isTrue();
            try (Socket client = connect(server)) {
                client.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(UTF_8));
                client.getInputStream().readNBytes(OK.length());
                assertThat(server.awaitNoConnections(Duration.ZERO)).isFalse();
            }

            assertThat(server.awaitNoConnections(PATIENCE)).isTrue();
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void closingSendsFinEvenIfTheClientsBytesAreUnread() throws Exception {
        CountDownLatch sent = new CountDownLatch(1);
        try (LoopbackServer server = LoopbackServer.running(connection -> {
                    assertThat(sent.await(10, TimeUnit.SECONDS)).isTrue();
                    connection.close();
                });
                Socket client = connect(server)) {
            client.getOutputStream().write("unread".getBytes(UTF_8));
            sent.countDown();

            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void resettingSendsRst() throws Exception {
        // A connection that is reset at once may fail the client's connect.
        try (LoopbackServer server = LoopbackServer.running(connection -> {
                    connection.read(1);
                    connection.reset();
                });
                Socket client = connect(server)) {
            client.getOutputStream().write('x');

            assertThatThrownBy(() -> client.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
    }

    @Test
    void aDisconnectIsObservedByTheScriptAndByTheTest() throws Exception {
        BlockingQueue<Boolean> seen = new ArrayBlockingQueue<>(1);
        try (LoopbackServer server = LoopbackServer.running(connection -> {
            connection.write(OK);
            connection.awaitClientClose();
            seen.add(connection.awaitClientClose());
        })) {
            Socket client = connect(server);
            client.getOutputStream().write("dropped".getBytes(UTF_8));
            assertThat(server.awaitHangUp(Duration.ZERO)).isFalse();
            client.close();

            assertThat(server.awaitHangUp(PATIENCE)).isTrue();
            assertThat(seen.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(server.awaitHangUp(Duration.ZERO)).isFalse();
        }
    }

    @Test
    void aDisconnectEndsAWritingScript() throws Exception {
        try (LoopbackServer server = LoopbackServer.running(connection -> {
            while (true) {
                connection.write(OK);
            }
        })) {
            Socket client = connect(server);
            client.getInputStream().readNBytes(OK.length());
            client.close();

            assertThat(server.awaitHangUp(PATIENCE)).isTrue();
        }
    }

    @Test
    void tlsClientsVerifyTheCertificate() throws Exception {
        try (LoopbackServer server =
                LoopbackServer.running(LoopbackServerTest::answerAll, TestCertificate.serverContext())) {
            HttpClient trusting = HttpClient.newBuilder()
                    .sslContext(TestCertificate.clientContext())
                    .build();
            assertThat(server.baseUrl()).startsWith("https://127.0.0.1:");
            assertThat(post(trusting, server).body()).isEqualTo("ok");
            // Not HttpClient, which may report the end of the connection instead of its cause.
            try (SSLSocket doubting = (SSLSocket) SSLContext.getDefault()
                    .getSocketFactory()
                    .createSocket(
                            InetAddress.getLoopbackAddress(),
                            URI.create(server.baseUrl()).getPort())) {
                assertThatThrownBy(doubting::startHandshake).isInstanceOf(SSLHandshakeException.class);
            }
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void aDisconnectIsObservedOverTls() throws Exception {
        try (LoopbackServer server =
                LoopbackServer.running(LoopbackConnection::awaitClientClose, TestCertificate.serverContext())) {
            Socket client = TestCertificate.clientContext()
                    .getSocketFactory()
                    .createSocket(
                            InetAddress.getLoopbackAddress(),
                            URI.create(server.baseUrl()).getPort());
            client.getOutputStream().write(1);
            client.close();

            assertThat(server.awaitHangUp(PATIENCE)).isTrue();
        }
    }

    @Test
    void closingEndsConnectionsAndThreads() throws IOException {
        LoopbackServer server = LoopbackServer.running(LoopbackServerTest::answerAll);
        int port = URI.create(server.baseUrl()).getPort();
        try (Socket idle = connect(server)) {
            idle.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(UTF_8));
            assertThat(idle.getInputStream().readNBytes(OK.length())).hasSize(OK.length());
            server.close();

            assertThat(idle.getInputStream().read()).isEqualTo(-1);
            connectIfPossible(port);
            assertThat(server.connections()).isEqualTo(1);
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("completions4j-loopback-" + port));
        }
    }

    /** Its wait is cut short, so it cannot tell whether a script ends. */
    @Test
    void aThreadThatIsInterruptedWhileItClosesBlamesNoScript() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        LoopbackServer server = LoopbackServer.running(connection -> {
            begun.countDown();
            awaitIgnoringInterrupts(end);
        });
        try (Socket client = connect(server)) {
            begun.await();
            Thread.currentThread().interrupt();
            server.close();

            assertThat(Thread.interrupted()).isTrue();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        } finally {
            end.countDown();
            server.close();
        }
    }

    @Test
    void aScriptThatFailsFailsTheTest() throws IOException {
        IllegalStateException fault = new IllegalStateException("fault");
        LoopbackServer server = LoopbackServer.running(connection -> {
            throw fault;
        });
        try (Socket client = connect(server)) {
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }

        assertThatThrownBy(server::close).isInstanceOf(AssertionError.class).hasCause(fault);
    }

    private static void awaitIgnoringInterrupts(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                // The test decides when the script ends.
            }
        }
    }

    private static void answerAll(LoopbackConnection connection) throws IOException {
        while (connection.readRequest() != null) {
            connection.write(OK);
        }
    }

    private static void answerSlowly(LoopbackConnection connection) throws IOException {
        for (ReceivedRequest next = connection.readRequest(); next != null; next = connection.readRequest()) {
            connection.write(OK);
            if (next.path().equals("/slow")) {
                connection.awaitClientClose();
            }
        }
    }

    /** Must fail, unless the system has assigned the port to another process. */
    private static void connectIfPossible(int port) {
        try {
            new Socket(InetAddress.getLoopbackAddress(), port).close();
        } catch (IOException refused) {
            // Expected.
        }
    }

    private static Socket connect(LoopbackServer server) throws IOException {
        Socket client = new Socket(
                InetAddress.getLoopbackAddress(), URI.create(server.baseUrl()).getPort());
        client.setSoTimeout((int) PATIENCE.toMillis());
        return client;
    }

    private static HttpResponse<String> post(HttpClient client, LoopbackServer server)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.baseUrl() + "/v1/completions"))
                .POST(BodyPublishers.ofString("{}"))
                .timeout(PATIENCE)
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
