// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.server.LoopbackServer;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.security.cert.CertPathBuilderException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests connections that are lost during a request: which requests are retried, and which may have been processed. */
final class JdkTransportStaleConnectionTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final int CALLS = 500;

    private final IOException closed = new IOException("connection closed locally");

    /** The close races with the next request, so each call observes a different interleaving. */
    @Test
    void noRequestIsProcessedTwiceOrReportedAsUnsentAfterProcessing() throws Exception {
        AtomicInteger served = new AtomicInteger();
        try (var server = LoopbackServer.running(connection -> {
                    if (connection.readRequest() != null) {
                        served.incrementAndGet();
                        connection.write(OK);
                    }
                });
                var transport = JdkTransport.create(TestConfig.PATIENT)) {
            int completed = 0;
            for (int i = 0; i < CALLS; i++) {
                var handler = new RecordingHandler();
                transport.send(Posts.to(server.baseUrl()), handler);
                String end = handler.awaitEnd().calls().get(handler.calls().size() - 1);
                assertThat(end).isIn("complete", "failure RESET MAYBE_SENT", "failure RESET NOT_SENT");
                completed += end.equals("complete") ? 1 : 0;
            }
            assertThat(served).hasValue(completed);
            assertThat(completed).isPositive();
        }
    }

    @Test
    void aRequestWhoseBodyWasNotConsumedIsRetriedOnce() throws Exception {
        assertThat(callsThrough(new FaultyClient(1, closed, body -> {})))
                .containsExactly("start", "head 200", "data ok", "complete");
        assertThat(callsThrough(new FaultyClient(2, closed, body -> {})))
                .containsExactly("start", "failure RESET NOT_SENT");
    }

    @Test
    void aRequestWhoseBodyWasConsumedMayHaveBeenProcessed() throws Exception {
        assertThat(callsThrough(new FaultyClient(1, closed, body -> body.subscribe(new TakingSubscriber()))))
                .containsExactly("start", "failure RESET MAYBE_SENT");
    }

    /** JDK 17 reports this for a connection on which the server has already announced its close. */
    @Test
    void aHandshakeFailureReportedAfterTheBodyIsALostConnection() throws Exception {
        IOException misnamed = new SSLHandshakeException("Remote host terminated the handshake");
        misnamed.initCause(new IOException("Broken pipe"));

        assertThat(callsThrough(new FaultyClient(1, misnamed, body -> body.subscribe(new TakingSubscriber()))))
                .containsExactly("start", "failure RESET MAYBE_SENT");
        assertThat(callsThrough(new FaultyClient(1, misnamed, body -> {})))
                .containsExactly("start", "failure TLS NOT_SENT");
    }

    /** A rejected connection may seem to be established: while one thread reports the failure, another reads its alert as an end. */
    @Test
    void aRejectedCertificateIsReportedAfterTheBody() throws Exception {
        SSLHandshakeException refused = new SSLHandshakeException("PKIX path building failed");
        refused.initCause(new CertPathBuilderException("unable to find valid certification path"));
        IOException wrapped = new IOException("HTTP/1.1 header parser received no bytes", refused);

        for (IOException fault : List.of(refused, wrapped)) {
            assertThat(callsThrough(new FaultyClient(1, fault, body -> body.subscribe(new TakingSubscriber()))))
                    .containsExactly("start", "failure TLS NOT_SENT");
        }
    }

    /** If the client subscribes to a body after it has reported a failure, the body must not reach a server. */
    @Test
    void aWithheldBodyIsNotSentLater() throws Exception {
        AtomicReference<HttpRequest.@Nullable BodyPublisher> first = new AtomicReference<>();
        assertThat(callsThrough(new FaultyClient(1, closed, first::set))).endsWith("complete");

        TakingSubscriber late = new TakingSubscriber();
        Objects.requireNonNull(first.get()).subscribe(late);
        assertThat(late.bytes()).isZero();
        assertThat(late.failed()).isTrue();
    }

    private static List<String> callsThrough(FaultyClient client) throws InterruptedException {
        try (var server = LoopbackServer.running(connection -> {
                    while (connection.readRequest() != null) {
                        connection.write(OK);
                    }
                });
                var transport = JdkTransport.borrowing(client)) {
            var handler = new RecordingHandler();
            transport.send(Posts.to(server.baseUrl()), handler);
            return handler.awaitEnd().calls();
        }
    }

    /** Consumes a whole body, on the thread that subscribes. */
    private static final class TakingSubscriber implements Flow.Subscriber<ByteBuffer> {

        private long bytes;
        private boolean failed;

        long bytes() {
            return bytes;
        }

        boolean failed() {
            return failed;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(ByteBuffer chunk) {
            bytes += chunk.remaining();
        }

        @Override
        public void onError(Throwable thrown) {
            failed = true;
        }

        @Override
        public void onComplete() {}
    }
}
