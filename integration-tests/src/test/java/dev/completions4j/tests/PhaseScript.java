// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.ReceivedRequest;
import dev.completions4j.testkit.server.ConnectionScript;
import dev.completions4j.testkit.server.LoopbackConnection;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A server that brings a call to a phase, waits, and continues as if the call had not been cancelled. */
final class PhaseScript implements ConnectionScript {

    /** The first token. */
    static final String FIRST = "one";

    /** The prompt of requests that are answered immediately; the connection is then closed. */
    static final String OTHER = "other";

    /** The prompt of requests that are answered after {@link #release}; the connection is then closed. */
    static final String BEFORE = "before";

    private static final String UNAVAILABLE =
            "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 60\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

    private static final String SECOND = "two";
    private static final String WHOLE = Answers.json(Answers.completion(FIRST));
    private static final int HALF = WHOLE.length() - 5;
    private static final int ALMOST_ALL = WHOLE.length() - 1;

    private final Phase phase;
    private final AtomicBoolean halfRead = new AtomicBoolean();
    private final CountDownLatch beforeArrived = new CountDownLatch(1);
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    PhaseScript(Phase phase) {
        this.phase = phase;
    }

    /** Waits until the call has reached the phase. */
    void awaitReached() throws InterruptedException {
        assertThat(reached.await(20, TimeUnit.SECONDS)).isTrue();
    }

    /** Waits until a request with the prompt {@link #BEFORE} has arrived. */
    void awaitBefore() throws InterruptedException {
        assertThat(beforeArrived.await(20, TimeUnit.SECONDS)).isTrue();
    }

    /** Lets the server continue. */
    void release() {
        released.countDown();
    }

    @Override
    public void serve(LoopbackConnection connection) throws IOException, InterruptedException {
        if (phase == Phase.HALF_WRITTEN && halfRead.compareAndSet(false, true)) {
            connection.read(1);
            pause();
            connection.awaitClientClose();
            return;
        }
        for (ReceivedRequest request = connection.readRequest(); request != null; request = connection.readRequest()) {
            if (request.bodyText().contains(OTHER)) {
                connection.write(Answers.lastJson(Answers.completion(OTHER)));
                return;
            }
            if (request.bodyText().contains(BEFORE)) {
                beforeArrived.countDown();
                released.await();
                connection.write(Answers.lastJson(Answers.completion(BEFORE)));
                return;
            }
            if (phase == Phase.IN_BACKOFF) {
                connection.write(UNAVAILABLE);
                return;
            }
            boolean streamed = Answers.isStreamed(request);
            if (phase == Phase.ENDED) {
                // Without [DONE], so that the stream ends with the body.
                connection.write(streamed ? beginning(Answers.lastToken(FIRST)) + Answers.LAST_CHUNK : WHOLE);
            } else {
                stall(streamed, connection);
            }
        }
    }

    private void stall(boolean streamed, LoopbackConnection connection) throws IOException, InterruptedException {
        String beginning = streamed ? beginning(Answers.token(FIRST)) : WHOLE.substring(0, HALF);
        // Without the end of the body, with which a call could end before it is cancelled.
        String rest = streamed ? rest() : WHOLE.substring(HALF, ALMOST_ALL);
        switch (phase) {
            case BEFORE_DEMAND, BETWEEN_CHUNKS -> {
                connection.write(beginning);
                pause();
                connection.write(rest);
            }
            case IN_ON_NEXT -> connection.write(beginning + rest);
            case DRAINING -> connection.write(beginning(Answers.lastToken(FIRST) + Answers.DONE));
            default -> {
                pause();
                connection.write(beginning + rest);
            }
        }
        connection.awaitClientClose();
    }

    private static String beginning(String events) {
        return Answers.STREAM_HEAD + Answers.chunk(events);
    }

    private static String rest() {
        return Answers.chunk(Answers.lastToken(SECOND)) + Answers.chunk(Answers.DONE);
    }

    /** Reports that the phase is reached, where the server cannot detect it. */
    void reach() {
        reached.countDown();
    }

    private void pause() throws InterruptedException {
        reach();
        released.await();
    }
}
