// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.tck;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.ReceivedRequest;
import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.testkit.server.TestCertificate;
import dev.completions4j.transport.Exchange;
import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.Transport;
import dev.completions4j.transport.tck.SignalRecorder.Signal;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Chapter 4: cancel. */
interface CancelRules extends Chapter {

    @Test
    @DisplayName("4.1 After a cancel inside a signal, no other signal starts; after a cancel by another"
            + " thread, at most one that was about to start.")
    default void rule_4_1_nothingFollowsACancel() throws Exception {
        SignalRecorder inHead = lab().send(lab().recorder().on(Signal.HEAD, Exchange::cancel));
        ServerExchange headed = lab().next();
        lab().answer(headed, "never seen");
        inHead.awaitHead();

        SignalRecorder inData = lab().send(lab().recorder().on(Signal.DATA, exchange -> {
            exchange.cancel();
            exchange.request(1);
        }));
        ServerExchange started = lab().next();
        started.head(200, HttpHeaders.empty());
        started.data("a".getBytes(UTF_8));
        inData.awaitBytes(1);
        started.data("b".getBytes(UTF_8));
        started.end();
        lab().roundTrip();

        assertThat(inHead.signals()).containsExactly("onStart", "onHead");
        assertThat(inData.signals()).containsExactly("onStart", "onHead", "onData");
        assertThat(inData.body()).isEqualTo("a");
    }

    @Test
    @DisplayName("4.2 Canceling before the connection is ready sends nothing; before the head, during the"
            + " body and inside a signal, it closes the connection (HTTP/1.1) or resets the stream"
            + " (HTTP/2) immediately.")
    default void rule_4_2_aCancelReachesTheServer() throws Exception {
        SignalRecorder beforeHead = lab().send();
        ServerExchange unanswered = lab().next();
        beforeHead.exchange().cancel();
        assertAborted(unanswered, "cancelled before the head");

        SignalRecorder inBody = lab().send();
        ServerExchange begun = begin(lab().next());
        inBody.awaitBytes(4);
        inBody.exchange().cancel();
        assertAborted(begun, "cancelled between two onData calls");

        SignalRecorder withoutDemand = lab().send(lab().recorder().requesting(0));
        ServerExchange waiting = begin(lab().next());
        withoutDemand.awaitHead();
        withoutDemand.exchange().cancel();
        assertAborted(waiting, "cancelled while data waited for demand");

        for (Signal signal : List.of(Signal.HEAD, Signal.DATA)) {
            lab().send(lab().recorder().on(signal, Exchange::cancel));
            assertAborted(begin(lab().next()), "cancelled inside the signal " + signal);
        }
        if (lab().speaksHttp1()) {
            assertNothingIsSentAfterConnecting();
        }
    }

    private void assertNothingIsSentAfterConnecting() throws InterruptedException {
        CountDownLatch accepted = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        LoopbackServer slow = lab().wire(
                        connection -> {
                            accepted.countDown();
                            cancelled.await();
                            Wire.answeringAll(Wire.OK).serve(connection);
                        },
                        TestCertificate.serverContext());
        Transport trusting = lab().transport(lab().patientConfig().withSslContext(TestCertificate.clientContext()));
        SignalRecorder connecting = lab().recorder();
        trusting.send(lab().postTo(slow.baseUrl()), connecting);
        assertThat(lab().await(accepted)).isTrue();
        connecting.exchange().cancel();
        cancelled.countDown();
        SignalRecorder next = lab().recorder();
        trusting.send(ContractLab.request("GET", slow.baseUrl() + "/next", HttpHeaders.empty(), new byte[0]), next);

        assertThat(next.awaitEnd().signals()).endsWith("onComplete");
        assertThat(slow.requests())
                .as("the requests at the server after one was cancelled in the TLS handshake")
                .extracting(ReceivedRequest::path)
                .containsExactly("/next");
        assertThat(connecting.signals()).containsExactly("onStart");
    }

    private static ServerExchange begin(ServerExchange exchange) {
        exchange.head(200, HttpHeaders.empty());
        exchange.data("some".getBytes(UTF_8));
        return exchange;
    }

    private void assertAborted(ServerExchange exchange, String how) throws InterruptedException {
        assertThat(exchange.awaitAbort(lab().patience()))
                .as("the server saw the end of an exchange that was " + how)
                .isTrue();
    }

    @Test
    @DisplayName("4.3 cancel is idempotent, may be called by any thread, and never throws.")
    default void rule_4_3_cancelIsIdempotent() throws Exception {
        SignalRecorder handler = lab().send();
        ServerExchange exchange = lab().next();
        CountDownLatch cancelled = new CountDownLatch(2);
        for (int i = 0; i < 2; i++) {
            Daemon.start(() -> {
                handler.exchange().cancel();
                cancelled.countDown();
            });
        }
        assertThat(lab().await(cancelled)).as("cancel returned on two threads").isTrue();
        handler.exchange().cancel();
        assertAborted(exchange, "cancelled three times");
        lab().roundTrip();
        assertThat(handler.signals()).containsExactly("onStart");
    }

    @Test
    @DisplayName("4.4 Canceling an exchange does not affect others: concurrent exchanges and the next one succeed.")
    default void rule_4_4_aCancelDoesNotAffectOthers() throws Exception {
        SignalRecorder other = lab().send();
        ServerExchange inFlight = begin(lab().next());
        other.awaitBytes(4);
        SignalRecorder cancelled = lab().send();
        ServerExchange begun = begin(lab().next());
        cancelled.awaitBytes(4);

        cancelled.exchange().cancel();
        assertAborted(begun, "cancelled while another is in flight");
        inFlight.data(" more".getBytes(UTF_8));
        inFlight.end();

        assertThat(other.awaitEnd().signals()).containsExactly("onStart", "onHead", "onData", "onComplete");
        assertThat(other.body()).isEqualTo("some more");
        lab().roundTrip();
    }
}
