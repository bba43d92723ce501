// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportException;
import dev.completions4j.transport.TransportException.Kind;
import dev.completions4j.transport.TransportFeature;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Chapter 7, second half: failures of established connections. */
interface FailureRules extends Chapter {

    /** The head of a response with a chunked body. */
    String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

    @Test
    @DisplayName("7.5 A connection that ends before the head is RESET, MAYBE_SENT; within the head, it is"
            + " RESET or PROTOCOL.")
    default void rule_7_5_endsBeforeTheHead() throws Exception {
        assertThat(lab().sendTo(lab().wire(Wire.answeringAndClosing("")))
                        .awaitEnd()
                        .signals())
                .as("the signals when the connection ends")
                .containsExactly("onStart", "onFailure RESET MAYBE_SENT");
        LoopbackServer resetting = lab().wire(connection -> {
            connection.readRequest();
            connection.reset();
        });
        assertThat(lab().sendTo(resetting).awaitEnd().signals())
                .as("the signals when the connection is reset")
                .containsExactly("onStart", "onFailure RESET MAYBE_SENT");
        for (String beginning : new String[] {"HTTP/1.1 200", "HTTP/1.1 200 OK\r\nX-Cut: off"}) {
            SignalRecorder handler = lab().sendTo(lab().wire(Wire.answeringAndClosing(beginning)))
                    .awaitEnd();
            assertThat(handler.signals())
                    .as("the signals when the connection ends after \"" + beginning + "\"")
                    .hasSize(2);
            assertThat(handler.failure().kind()).isIn(Kind.RESET, Kind.PROTOCOL);
        }
    }

    @Test
    @DisplayName("7.6 A truncated body (by FIN, by RST, within a chunk, or shorter than its length) is"
            + " TRUNCATED or RESET, HEAD_RECEIVED, after all data that arrived before.")
    default void rule_7_6_truncatedBodies() throws Exception {
        for (String cut : new String[] {
            "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\npart", CHUNKED + "8\r\npart", CHUNKED + "4\r\npart\r\n"
        }) {
            SignalRecorder handler =
                    lab().sendTo(lab().wire(Wire.answeringAndClosing(cut))).awaitEnd();
            assertTruncated(handler, cut);
        }
        CountDownLatch arrived = new CountDownLatch(1);
        LoopbackServer resetting = lab().wire(connection -> {
            connection.readRequest();
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\npart");
            lab().await(arrived);
            connection.reset();
        });
        SignalRecorder handler = lab().sendTo(resetting).awaitBytes(4);
        arrived.countDown();
        assertTruncated(handler.awaitEnd(), "a body that is reset");
    }

    private static void assertTruncated(SignalRecorder handler, String response) {
        assertThat(handler.signals())
                .as("the signals of " + response)
                .hasSize(4)
                .startsWith("onStart", "onHead", "onData");
        assertThat(handler.body()).isEqualTo("part");
        assertThat(handler.failure().kind()).as("the failure of " + response).isIn(Kind.TRUNCATED, Kind.RESET);
        assertThat(handler.failure().progress()).isEqualTo(RequestProgress.HEAD_RECEIVED);
    }

    @Test
    @DisplayName("7.7 Bytes that are not HTTP are PROTOCOL, HEAD_RECEIVED.")
    default void rule_7_7_bytesThatAreNotHttp() throws Exception {
        assertFails("SSH-2.0-OpenSSH_9.2\r\n\r\n", Kind.PROTOCOL);
        assertFails("HTTP/1.1 two hundred\r\n\r\n", Kind.PROTOCOL);
    }

    @Test
    @DisplayName("7.8 Transfer-Encoding together with Content-Length or with codings other than chunked"
            + " alone, and conflicting Content-Length headers, are PROTOCOL, HEAD_RECEIVED (RFC 9112, section 6).")
    default void rule_7_8_conflictingLengths() throws Exception {
        assertFails(
                "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n",
                Kind.PROTOCOL);
        assertFails("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nbody", Kind.PROTOCOL);
        assertFails("HTTP/1.1 200 OK\r\nContent-Length: -4\r\n\r\nbody", Kind.PROTOCOL);
        for (String coding : List.of("identity", "gzip", "gzip, chunked", "chunked, chunked")) {
            assertFails(
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: " + coding + "\r\n\r\n4\r\nbody\r\n0\r\n\r\n",
                    Kind.PROTOCOL);
        }
    }

    @Test
    @DisplayName("7.9 A head larger than maxHeadBytes is LIMIT or PROTOCOL, HEAD_RECEIVED, with bounded memory.")
    default void rule_7_9_headsBeyondTheLimit() throws Exception {
        Transport limited = lab().transport(lab().patientConfig().withMaxHeadBytes(2000));
        LoopbackServer large =
                lab().wire(Wire.answering("HTTP/1.1 200 OK\r\nX-Long: " + "x".repeat(2000) + "\r\n\r\n"));
        assertLimited(limited, large);
        LoopbackServer endless = lab().wire(connection -> {
            connection.readRequest();
            connection.write("HTTP/1.1 200 OK\r\n");
            while (true) {
                connection.write(("X-More: " + "x".repeat(1000) + "\r\n").repeat(64));
            }
        });
        assertLimited(limited, endless);
    }

    private void assertLimited(Transport transport, LoopbackServer server) throws InterruptedException {
        SignalRecorder handler = lab().recorder();
        transport.send(lab().postTo(server.baseUrl()), handler);
        assertThat(handler.awaitEnd().failure().kind()).isIn(Kind.LIMIT, Kind.PROTOCOL);
        assertThat(handler.failure().progress()).isEqualTo(RequestProgress.HEAD_RECEIVED);
        assertThat(handler.signals()).hasSize(2);
        assertThat(server.awaitHangUp(lab().patience()))
                .as("the connection was closed")
                .isTrue();
    }

    @Test
    @DisplayName("7.10 A malformed chunk size is PROTOCOL or TRUNCATED, never the end of the body.")
    default void rule_7_10_malformedChunkSizes() throws Exception {
        for (String broken : new String[] {"zz\r\nbody\r\n", "-4\r\nbody\r\n", "fffffffffffffffff\r\nbody"}) {
            assertFails(CHUNKED + broken, Kind.PROTOCOL, Kind.TRUNCATED);
        }
    }

    @Test
    @DisplayName("7.12 Before its head, a stream that the server refused, or whose id exceeds the last one of its"
            + " GOAWAY, is REFUSED_STREAM, NOT_SENT, or the transport sends the request again. (HTTP/2,"
            + " REFUSED_STREAMS)")
    default void rule_7_12_refusedStreams() throws Exception {
        lab().requireHttp2();
        lab().require(TransportFeature.REFUSED_STREAMS);
        SignalRecorder handler = lab().send();
        lab().next().refuse();
        ServerExchange again = awaitResend(handler);
        if (again != null) {
            lab().answer(again, "ok");
            assertThat(handler.awaitEnd().signals()).endsWith("onComplete");

            handler = lab().send();
            lab().next().refuse();
            for (again = awaitResend(handler); again != null; again = awaitResend(handler)) {
                again.refuse();
            }
        }
        assertThat(handler.awaitEnd().signals()).containsExactly("onStart", "onFailure REFUSED_STREAM NOT_SENT");
    }

    /** Waits until the request is sent again; returns null if the exchange ends instead. */
    private @Nullable ServerExchange awaitResend(SignalRecorder handler) throws InterruptedException {
        long deadline = System.nanoTime() + lab().patienceNanos();
        ServerExchange again = null;
        while (again == null && !handler.hasEnded() && deadline - System.nanoTime() > 0) {
            again = lab().server().next(Duration.ofMillis(20));
        }
        return again;
    }

    @Test
    @DisplayName("7.13 send throws no failures; no message contains header values, the query or the body.")
    default void rule_7_13_failuresContainNoSecrets() throws Exception {
        SignalRecorder unanswered = lab().send();
        lab().next().cut();
        assertContainsNoSecrets(unanswered.awaitEnd().failure());
        if (lab().speaksHttp1()) {
            for (String response : new String[] {
                "secret\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX-Key: secr\u0001et\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: secret\r\n\r\n",
                CHUNKED + "secret\r\n"
            }) {
                assertContainsNoSecrets(lab().sendTo(lab().wire(Wire.answeringAndClosing(response)))
                        .awaitEnd()
                        .failure());
            }
        }
    }

    private static void assertContainsNoSecrets(TransportException failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).as("the failure's stack trace").doesNotContain("secr");
    }

    private void assertFails(String response, Kind... kinds) throws InterruptedException {
        LoopbackServer server = lab().wire(Wire.answering(response));
        SignalRecorder handler = lab().sendTo(server).awaitEnd();
        assertThat(handler.signals().get(handler.signals().size() - 1))
                .as("the last signal after " + response)
                .startsWith("onFailure");
        assertThat(handler.failure().kind()).as("the failure after " + response).isIn((Object[]) kinds);
        assertThat(handler.failure().progress())
                .as("the progress of the failure after " + response)
                .isEqualTo(RequestProgress.HEAD_RECEIVED);
        assertThat(handler.body()).isEmpty();
        assertThat(server.awaitHangUp(lab().patience()))
                .as("the connection was closed after " + response)
                .isTrue();
    }
}
