// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.testkit.server.TestCertificate;
import dev.completions4j.transport.TransportConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLProtocolException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests connections that a server ends during the TLS handshake: it cannot have received the request. */
final class JdkTransportHandshakeTest {

    /** The bytes that the server sends before it closes the connection. */
    private enum ConnectionEnd {
        /** Sent by a Java server that closes its socket. */
        USER_CANCELED("1503030002015a", "15030300020100"),
        CLOSE_NOTIFY("15030300020100"),
        FATAL_ALERT("15030300020250"),
        NOTHING();

        private final String records;

        ConnectionEnd(String... records) {
            this.records = String.join("", records);
        }

        byte[] bytes() {
            return HexFormat.of().parseHex(records);
        }
    }

    private enum Moment {
        IMMEDIATELY,
        AFTER_HELLO
    }

    @ParameterizedTest
    @EnumSource(ConnectionEnd.class)
    void aConnectionThatTheServerEndsImmediatelyIsAHandshakeFailure(ConnectionEnd end) throws Exception {
        assertFailures(end, Moment.IMMEDIATELY);
    }

    @ParameterizedTest
    @EnumSource(ConnectionEnd.class)
    void aConnectionThatTheServerEndsAfterTheClientHelloIsAHandshakeFailure(ConnectionEnd end) throws Exception {
        assertFailures(end, Moment.AFTER_HELLO);
    }

    @ParameterizedTest
    @EnumSource(names = {"USER_CANCELED", "CLOSE_NOTIFY"})
    void theEngineFailsRegardlessOfItsClient(ConnectionEnd end) throws Exception {
        SSLEngine engine = clientEngine();
        wrapHello(engine);

        assertThatThrownBy(() -> unwrapAll(engine, ByteBuffer.wrap(end.bytes())))
                .isInstanceOf(SSLHandshakeException.class);
        // An alert for the server, and nothing of the request. For the client, any other result is the end of the
        // handshake.
        ByteBuffer request = ByteBuffer.allocate(100);
        assertThatThrownBy(() -> {
                    while (true) {
                        SSLEngineResult result = engine.wrap(request, packet(engine));
                        assertThat(result.bytesConsumed()).isZero();
                        assertThat(result.getStatus()).isEqualTo(Status.OK);
                        assertThat(result.getHandshakeStatus()).isEqualTo(HandshakeStatus.NEED_WRAP);
                    }
                })
                .isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void theExceptionOfTheEngineIsPreserved() throws Exception {
        SSLEngine engine = clientEngine();
        wrapHello(engine);

        assertThatThrownBy(() -> unwrapAll(engine, ByteBuffer.wrap(ConnectionEnd.CLOSE_NOTIFY.bytes())))
                .isInstanceOf(SSLHandshakeException.class)
                .hasCauseInstanceOf(SSLProtocolException.class);
    }

    private static void assertFailures(ConnectionEnd end, Moment moment) throws Exception {
        TransportConfig config = TestConfig.PATIENT.withSslContext(TestCertificate.clientContext());
        // The client may connect once more if the server resets the connection early.
        try (var transport = JdkTransport.create(config);
                LoopbackServer server = LoopbackServer.running(connection -> {
                    if (moment == Moment.AFTER_HELLO) {
                        byte[] header = connection.read(5);
                        var unused = connection.read(ByteBuffer.wrap(header).getShort(3));
                    }
                    connection.write(end.bytes());
                    connection.close();
                })) {
            String url = server.baseUrl().replaceFirst("http:", "https:");
            for (int i = 0; i < 10; i++) {
                RecordingHandler handler = new RecordingHandler();
                transport.send(Posts.to(url), handler);

                assertThat(handler.awaitEnd().calls()).containsExactly("start", "failure TLS NOT_SENT");
            }
        }
    }

    private static SSLEngine clientEngine() {
        SSLEngine engine = TestCertificate.clientContext().createSSLEngine("localhost", 443);
        engine.setUseClientMode(true);
        return new ClosureEngine(engine);
    }

    private static void wrapHello(SSLEngine engine) throws IOException {
        engine.beginHandshake();
        do {
            engine.wrap(ByteBuffer.allocate(0), packet(engine));
        } while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP);
    }

    private static void unwrapAll(SSLEngine engine, ByteBuffer records) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
        while (records.hasRemaining()) {
            engine.unwrap(records, text);
        }
    }

    private static ByteBuffer packet(SSLEngine engine) {
        return ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    }
}
