// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.tck;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.tck.SignalRecorder.Signal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Chapter 9: misbehaving handlers. */
interface HandlerRules extends Chapter {

    @Test
    @DisplayName("9.1 If a handler throws in any signal, its exchange is aborted and it receives no further signal.")
    default void rule_9_1_aThrowingHandlerIsNotCalledAgain() throws Exception {
        SignalRecorder inStart = throwing(Signal.START);
        lab().anotherTransport().send(lab().post(), inStart);
        inStart.awaitStart();

        SignalRecorder inHead = throwing(Signal.HEAD);
        lab().anotherTransport().send(lab().post(), inHead);
        assertAborted(lab().next(), Signal.HEAD);

        SignalRecorder inData = throwing(Signal.DATA);
        lab().anotherTransport().send(lab().post(), inData);
        assertAborted(lab().next(), Signal.DATA);

        SignalRecorder inComplete = throwing(Signal.COMPLETE);
        lab().anotherTransport().send(lab().post(), inComplete);
        lab().answer(lab().next(), "ok");
        inComplete.awaitEnd();

        SignalRecorder inFailure = throwing(Signal.FAILURE);
        lab().anotherTransport().send(lab().post(), inFailure);
        lab().next().cut();
        inFailure.awaitEnd();
        lab().roundTrip();

        assertThat(inStart.signals()).containsExactly("onStart");
        assertThat(inHead.signals()).containsExactly("onStart", "onHead");
        assertThat(inData.signals()).containsExactly("onStart", "onHead", "onData");
        assertThat(inComplete.signals()).containsExactly("onStart", "onHead", "onData", "onComplete");
        assertThat(inFailure.signals()).hasSize(2);
    }

    private void assertAborted(ServerExchange exchange, Signal signal) throws InterruptedException {
        exchange.head(200, HttpHeaders.empty());
        exchange.data("some".getBytes(UTF_8));
        assertThat(exchange.awaitAbort(lab().patience()))
                .as("the server saw the end of an exchange whose handler threw in " + signal)
                .isTrue();
    }

    @Test
    @DisplayName("9.2 Other exchanges are not affected.")
    default void rule_9_2_othersAreNotAffected() throws Exception {
        SignalRecorder other = lab().send();
        ServerExchange inFlight = lab().next();
        inFlight.head(200, HttpHeaders.empty());
        inFlight.data("some".getBytes(UTF_8));
        other.awaitBytes(4);
        SignalRecorder throwing = lab().send(throwing(Signal.DATA));
        lab().answer(lab().next(), "never consumed");
        throwing.awaitBytes(1);

        inFlight.data(" more".getBytes(UTF_8));
        inFlight.end();
        assertThat(other.awaitEnd().signals()).containsExactly("onStart", "onHead", "onData", "onComplete");
        assertThat(other.body()).isEqualTo("some more");
        lab().roundTrip();
    }

    @Test
    @DisplayName("9.3 A handler may send another request, and shut down the transport, inside a signal.")
    default void rule_9_3_handlersMayUseTheTransport() throws Exception {
        SignalRecorder second = lab().recorder();
        SignalRecorder first = lab().send(lab().recorder()
                .on(Signal.COMPLETE, exchange -> lab().transport().send(lab().post(), second)));
        lab().answer(lab().next(), "ok");
        lab().answer(lab().next(), "ok");
        assertThat(first.awaitEnd().signals()).containsExactly("onStart", "onHead", "onData", "onComplete");
        assertThat(second.awaitEnd().signals()).containsExactly("onStart", "onHead", "onData", "onComplete");

        CompletableFuture<CompletableFuture<?>> terminated = new CompletableFuture<>();
        SignalRecorder closing = lab().send(lab().recorder()
                .on(
                        Signal.DATA,
                        exchange -> terminated.complete(lab().transport().shutdown(Duration.ZERO))));
        ServerExchange open = lab().next();
        open.head(200, HttpHeaders.empty());
        open.data("some".getBytes(UTF_8));
        assertThat(closing.awaitEnd().signals()).hasSize(4).startsWith("onStart", "onHead", "onData");
        assertThat(closing.overlapped()).isFalse();
        terminated.get().get(lab().patienceNanos(), TimeUnit.NANOSECONDS);
    }

    /** Tests only the first half; the threads of the second are known only to the transport's own tests. */
    @Test
    @DisplayName("9.4 isIoThread is false on the caller's threads, and true inside a signal on a thread that"
            + " other exchanges depend on.")
    default void rule_9_4_ioThreadsAreRecognized() throws Exception {
        assertThat(lab().transport().isIoThread()).as("before an exchange").isFalse();
        SignalRecorder handler = lab().send();
        assertThat(lab().transport().isIoThread()).as("during an exchange").isFalse();
        lab().answer(lab().next(), "ok");
        handler.awaitEnd();
        assertThat(lab().transport().isIoThread()).as("after an exchange").isFalse();
    }

    private SignalRecorder throwing(Signal signal) {
        return lab().recorder().on(signal, exchange -> {
            throw new HandlerException("Thrown by the contract's handler in " + signal);
        });
    }

    /** Has no stack trace, because transports log it. */
    final class HandlerException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        HandlerException(String message) {
            super(message, null, false, false);
        }
    }
}
