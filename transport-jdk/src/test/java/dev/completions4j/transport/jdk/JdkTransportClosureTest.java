// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.server.TestCertificate;
import dev.completions4j.transport.TransportConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests TLS bodies that are delimited by the end of the connection (RFC 9112, section 9.8). */
final class JdkTransportClosureTest {

    private static final String UNTIL_CLOSE = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello";
    private static final String OF_LENGTH = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
    private static final String CHUNKED =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";

    private static final TransportConfig CONFIG = TestConfig.PATIENT.withSslContext(TestCertificate.clientContext());

    private enum End {
        /** {@code close_notify}, then the end of the TCP connection. */
        CLOSED {
            @Override
            void apply(SSLSocket tls, Socket tcp) throws IOException {
                tls.close();
            }
        },
        /** The end of the TCP connection alone. */
        CUT {
            @Override
            void apply(SSLSocket tls, Socket tcp) throws IOException {
                tcp.shutdownOutput();
                tcp.close();
            }
        };

        abstract void apply(SSLSocket tls, Socket tcp) throws IOException;
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2", "TLSv1.3"})
    void aBodyThatEndsWithItsConnectionIsCompleteOnlyAfterCloseNotify(String protocol) throws Exception {
        try (var transport = JdkTransport.create(CONFIG)) {
            // Twice, because the second connection may resume the session of the first.
            for (int i = 0; i < 2; i++) {
                assertThat(calls(transport, protocol, UNTIL_CLOSE, End.CLOSED))
                        .isEqualTo("start, head 200, data hello, complete");
                assertThat(calls(transport, protocol, UNTIL_CLOSE, End.CUT))
                        .isEqualTo("start, head 200, data hello, failure TRUNCATED HEAD_RECEIVED");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2", "TLSv1.3"})
    void aBodyThatEndsBeforeItsConnectionIsCompleteHoweverThatEnds(String protocol) throws Exception {
        try (var transport = JdkTransport.create(CONFIG)) {
            for (String response : new String[] {OF_LENGTH, CHUNKED}) {
                assertThat(calls(transport, protocol, response, End.CUT))
                        .isEqualTo("start, head 200, data hello, complete");
            }
        }
    }

    private static String calls(JdkTransport transport, String protocol, String response, End end) throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            CompletableFuture<?> served = CompletableFuture.runAsync(() -> serve(listener, protocol, response, end));
            RecordingHandler handler = new RecordingHandler();
            transport.send(Posts.to("https://127.0.0.1:" + listener.getLocalPort()), handler);
            handler.awaitEnd();
            served.join();
            return String.join(", ", handler.calls());
        }
    }

    private static void serve(ServerSocket listener, String protocol, String response, End end) {
        try (Socket tcp = listener.accept()) {
            SSLSocket tls = (SSLSocket)
                    TestCertificate.serverContext().getSocketFactory().createSocket(tcp, null, false);
            tls.setEnabledProtocols(new String[] {protocol});
            StringBuilder request = new StringBuilder();
            while (request.indexOf("prompt") < 0) {
                request.append((char) tls.getInputStream().read());
            }
            // The last bytes, so that the end of the connection does not reset it.
            tls.getInputStream().readNBytes("\"}".length());
            tls.getOutputStream().write(response.getBytes(US_ASCII));
            end.apply(tls, tcp);
        } catch (IOException e) {
            throw new AssertionError("The server failed", e);
        }
    }
}
