// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.tck;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.Transport;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** Chapter 10: shutdown. */
interface EndRules extends Chapter {

    /** Practically unlimited. */
    Duration UNLIMITED = Duration.ofHours(1);

    @Test
    @DisplayName("10.1 shutdown with a grace period refuses new exchanges with CLOSED, NOT_SENT, and lets those in"
            + " flight end.")
    default void rule_10_1_graceLetsExchangesEnd() throws Exception {
        SignalRecorder inFlight = lab().send();
        ServerExchange exchange = begin(lab().next());
        inFlight.awaitBytes(4);
        Future<?> terminated = lab().transport().shutdown(UNLIMITED);
        SignalRecorder late = lab().send().awaitEnd();

        assertThat(late.signals())
                .as("the signals of an exchange sent after shutdown")
                .containsExactly("onStart", "onFailure CLOSED NOT_SENT");
        assertThat(terminated.isDone())
                .as("the future of shutdown is done, while an exchange is in flight")
                .isFalse();
        exchange.data(" more".getBytes(UTF_8));
        exchange.end();
        assertThat(inFlight.awaitEnd().signals()).containsExactly("onStart", "onHead", "onData", "onComplete");
        awaitTermination(terminated);
    }

    @Test
    @DisplayName("10.2 After the grace period, or immediately without one, exchanges in flight fail with CLOSED.")
    default void rule_10_2_afterTheGraceExchangesFail() throws Exception {
        for (Duration grace : new Duration[] {Duration.ZERO, Duration.ofMillis(20)}) {
            Transport transport = lab().anotherTransport();
            SignalRecorder unanswered = lab().recorder();
            transport.send(lab().post(), unanswered);
            ServerExchange silent = lab().next();
            SignalRecorder begun = lab().recorder();
            transport.send(lab().post(), begun);
            ServerExchange open = begin(lab().next());
            begun.awaitBytes(4);
            SignalRecorder waiting = lab().recorder().requesting(0);
            transport.send(lab().post(), waiting);
            begin(lab().next());
            waiting.awaitHead();
            Future<?> terminated = transport.shutdown(grace);

            assertThat(unanswered.awaitEnd().signals()).containsExactly("onStart", "onFailure CLOSED MAYBE_SENT");
            assertThat(begun.awaitEnd().signals())
                    .containsExactly("onStart", "onHead", "onData", "onFailure CLOSED HEAD_RECEIVED");
            assertThat(waiting.awaitEnd().signals())
                    .as("the signals of an exchange without demand")
                    .containsExactly("onStart", "onHead", "onFailure CLOSED HEAD_RECEIVED");
            assertThat(silent.awaitAbort(lab().patience()))
                    .as("the server saw the end of an unanswered exchange")
                    .isTrue();
            assertThat(open.awaitAbort(lab().patience()))
                    .as("the server saw the end of an exchange whose body was incomplete")
                    .isTrue();
            awaitTermination(terminated);
        }
    }

    @Test
    @DisplayName("10.3 The future completes when all resources are released: none of the transport's own"
            + " threads and connections remain, although this may require a garbage collection.")
    default void rule_10_3_resourcesAreReleased() throws Exception {
        Set<Thread> others = threadsOfOthers();
        Transport transport = lab().anotherTransport();
        SignalRecorder handler = lab().recorder();
        transport.send(lab().post(), handler);
        lab().answer(lab().next(), "ok");
        handler.awaitEnd();
        Set<Thread> own = namedThreads();
        assertThat(own.isEmpty())
                .as("there are no threads with the declared name prefix")
                .isEqualTo(lab().subject().threadNamePrefix() == null);
        own.removeAll(others);
        assertThat(own).as("the transport's threads").allMatch(Thread::isDaemon);

        awaitTermination(transport.shutdown(UNLIMITED));
        for (Thread thread : own) {
            TimeUnit.NANOSECONDS.timedJoin(thread, lab().patienceNanos());
        }
        assertThat(own).as("the transport's remaining threads").noneMatch(Thread::isAlive);
        if (lab().speaksHttp1()) {
            assertIdleConnectionIsClosed();
        }
    }

    private void assertIdleConnectionIsClosed() throws Exception {
        LoopbackServer server = lab().wire(Wire.answering(Wire.OK));
        SignalRecorder handler = lab().sendTo(server).awaitEnd();
        assertThat(handler.signals()).endsWith("onComplete");
        awaitTermination(lab().transport().shutdown(Duration.ZERO));
        lab().forgetTransport();
        long deadline = System.nanoTime() + lab().patienceNanos();
        boolean closed = false;
        while (!closed && deadline - System.nanoTime() > 0) {
            System.gc();
            closed = server.awaitHangUp(Duration.ofMillis(100));
        }
        assertThat(closed).as("the idle connection was closed").isTrue();
    }

    @Test
    @DisplayName("10.4 shutdown and close are idempotent; a shorter grace period replaces a longer one.")
    default void rule_10_4_aShorterGraceReplacesALongerOne() throws Exception {
        SignalRecorder inFlight = lab().send();
        begin(lab().next());
        inFlight.awaitBytes(4);
        Future<?> patient = lab().transport().shutdown(UNLIMITED);
        Future<?> hasty = lab().transport().shutdown(Duration.ZERO);
        lab().transport().close();
        Future<?> last = lab().transport().shutdown(UNLIMITED);

        inFlight.awaitEnd();
        awaitTermination(patient);
        awaitTermination(hasty);
        awaitTermination(last);
        assertThat(inFlight.signals()).hasSize(4);
    }

    @Test
    @DisplayName("10.5 Resources that the caller supplied, such as an executor or an event loop, stay open.")
    default void rule_10_5_suppliedResourcesStayOpen() throws Exception {
        BorrowingTransport borrowing = lab().subject().createBorrowing(lab().config());
        if (borrowing == null) {
            throw new TestAbortedException("The transport's test supplies no resources");
        }
        lab().closing(borrowing.transport());
        try {
            SignalRecorder handler = lab().recorder();
            borrowing.transport().send(lab().post(), handler);
            lab().answer(lab().next(), "ok");
            handler.awaitEnd();
            awaitTermination(borrowing.transport().shutdown(Duration.ZERO));

            assertThat(borrowing.lenderIsOpen().getAsBoolean())
                    .as("the supplied resource is still open")
                    .isTrue();
        } finally {
            borrowing.closeLender().run();
        }
    }

    private static ServerExchange begin(ServerExchange exchange) {
        exchange.head(200, HttpHeaders.empty());
        exchange.data("some".getBytes(UTF_8));
        return exchange;
    }

    private void awaitTermination(Future<?> terminated) throws Exception {
        terminated.get(lab().patienceNanos(), TimeUnit.NANOSECONDS);
    }

    /** Returns the threads of open transports, when those of earlier tests' transports, which are being closed, have ended. */
    private Set<Thread> threadsOfOthers() throws InterruptedException {
        for (Thread thread : namedThreads()) {
            TimeUnit.NANOSECONDS.timedJoin(thread, lab().patienceNanos());
        }
        return namedThreads();
    }

    private Set<Thread> namedThreads() {
        String prefix = lab().subject().threadNamePrefix();
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> prefix != null && thread.getName().startsWith(prefix))
                .collect(Collectors.toCollection(HashSet::new));
    }
}
