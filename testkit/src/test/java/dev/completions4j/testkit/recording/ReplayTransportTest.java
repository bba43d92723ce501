// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.recording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.completions4j.testkit.ManualTime;
import dev.completions4j.testkit.RecordingHandler;
import dev.completions4j.testkit.transport.FakeExchange;
import dev.completions4j.testkit.transport.FakeTransport;
import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.TransportRequest;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReplayTransportTest {

    private static final String FIRST = "{\"model\": \"m\", \"n\": 1}";
    private static final String SECOND = "{\"model\": \"m\", \"n\": 2}";

    private final ManualTime time = new ManualTime();

    @Test
    void deliversTheRecordedBuffersOnDemand() {
        ReplayTransport replay = ReplayTransport.of(recording(FIRST));
        RecordingHandler handler = send(replay, FIRST);
        assertThat(handler.calls).containsExactly("start", "head 200 text/event-stream");

        handler.exchange().request(1);
        assertThat(handler.calls).hasSize(3).last().isEqualTo("data one");
        handler.exchange().request(2);
        assertThat(handler.calls).hasSize(6).endsWith("data two", "data three", "complete");
        replay.verify();
    }

    @Test
    void demandFromWithinCallsDoesNotNest() {
        RecordingHandler handler = new RecordingHandler() {
            @Override
            public void whenStarted() {
                exchange().request(1);
            }

            @Override
            public void whenData(ByteBuffer chunk) {
                exchange().request(1);
            }
        };
        ReplayTransport.of(recording(FIRST)).send(request(FIRST), handler);

        assertThat(handler.calls)
                .containsExactly(
                        "start", "head 200 text/event-stream", "data one", "data two", "data three", "complete");
    }

    @Test
    void demandOfSeveralThreadsIsSatisfiedInOrder() throws InterruptedException {
        ReplayTransport replay = ReplayTransport.of(recording(Collections.nCopies(50, FIRST)));
        for (int i = 0; i < 50; i++) {
            CountDownLatch ended = new CountDownLatch(1);
            RecordingHandler handler = new RecordingHandler() {
                @Override
                public void onComplete() {
                    super.onComplete();
                    ended.countDown();
                }
            };
            replay.send(request(FIRST), handler);
            List<Thread> threads = new ArrayList<>();
            for (int j = 0; j < 3; j++) {
                Thread thread = new Thread(() -> handler.exchange().request(1));
                thread.setDaemon(true);
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                thread.join(TimeUnit.SECONDS.toMillis(20));
            }

            assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(handler.calls)
                    .containsExactly(
                            "start", "head 200 text/event-stream", "data one", "data two", "data three", "complete");
        }
    }

    @Test
    void theOrderOfJsonPropertiesDoesNotMatter() {
        ReplayTransport replay = ReplayTransport.of(recording(FIRST, SECOND));

        assertThat(send(replay, "{\"n\":2,\"model\":\"m\"}").calls).contains("head 200 text/event-stream");
        assertThat(send(replay, "{\"n\":1,\"model\":\"m\"}").calls).contains("head 200 text/event-stream");
        replay.verify();
    }

    @Test
    void anUnrecordedRequestFails() {
        ReplayTransport replay = ReplayTransport.of(recording(FIRST));

        assertThat(send(replay, SECOND).calls).containsExactly("start", "failure INTERNAL NOT_SENT");
        assertThatThrownBy(replay::verify)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Sent and not recorded: [POST /v1/completions (22 bytes)]")
                .hasMessageContaining("Recorded and not sent: [POST /v1/completions (");
    }

    @Test
    void anExchangeIsReplayedOnce() {
        ReplayTransport replay = ReplayTransport.of(recording(FIRST));

        assertThat(send(replay, FIRST).calls).contains("head 200 text/event-stream");
        assertThat(send(replay, FIRST).calls).containsExactly("start", "failure INTERNAL NOT_SENT");
    }

    @Test
    void aPacedReplayUsesTheRecordedTimes() {
        ManualTime replayTime = new ManualTime();
        ReplayTransport replay = ReplayTransport.paced(recording(FIRST), replayTime);
        RecordingHandler handler = send(replay, FIRST);
        handler.exchange().request(2);
        assertThat(handler.calls).containsExactly("start");

        replayTime.advance(Duration.ofMillis(99));
        assertThat(handler.calls).hasSize(1);
        replayTime.advance(Duration.ofMillis(1));
        assertThat(handler.calls).hasSize(2);
        replayTime.advance(Duration.ofMillis(200));
        assertThat(handler.calls).hasSize(4).last().isEqualTo("data two");
        replayTime.advance(Duration.ofMinutes(1));
        assertThat(handler.calls).hasSize(4);
        handler.exchange().request(1);
        assertThat(handler.calls).hasSize(6).last().isEqualTo("complete");
        assertThat(replayTime.pendingTasks()).isZero();
    }

    @Test
    void aPacedReplayEndsItsTimerWithTheExchange() {
        ManualTime replayTime = new ManualTime();
        ReplayTransport replay = ReplayTransport.paced(recording(FIRST, FIRST, FIRST), replayTime);
        RecordingHandler cancelled = send(replay, FIRST);
        cancelled.exchange().cancel();
        assertThat(replayTime.pendingTasks()).isZero();

        RecordingHandler abort = new RecordingHandler() {
            @Override
            public void whenHead() {
                throw new IllegalStateException();
            }
        };
        replay.send(request(FIRST), abort);
        RecordingHandler closed = send(replay, FIRST);
        closed.exchange().request(1);
        assertThat(replayTime.pendingTasks()).isEqualTo(2);
        replayTime.advance(Duration.ofMillis(100));
        assertThat(replayTime.pendingTasks()).isEqualTo(1);
        replay.close();
        assertThat(replayTime.pendingTasks()).isZero();
    }

    @Test
    void theGracePeriodOfAPacedReplayIsInItsTime() {
        ManualTime replayTime = new ManualTime();
        ReplayTransport replay = ReplayTransport.paced(recording(FIRST), replayTime);
        RecordingHandler handler = send(replay, FIRST);
        var terminated = replay.shutdown(Duration.ofMillis(150));

        replayTime.advance(Duration.ofMillis(149));
        assertThat(handler.calls).containsExactly("start", "head 200 text/event-stream");
        assertThat(terminated).isNotDone();
        replayTime.advance(Duration.ofMillis(1));
        assertThat(handler.calls).last().isEqualTo("failure CLOSED HEAD_RECEIVED");
        assertThat(terminated).isCompleted();
        assertThat(replayTime.pendingTasks()).isZero();
    }

    @Test
    void cancellingEndsAReplay() {
        ReplayTransport replay = ReplayTransport.of(recording(FIRST));
        RecordingHandler handler = send(replay, FIRST);
        handler.exchange().request(1);
        handler.exchange().cancel();
        handler.exchange().request(5);

        assertThat(handler.calls).hasSize(3);
        assertThat(replay.shutdown(Duration.ofMinutes(1))).isCompleted();
    }

    @Test
    void closingFailsOpenAndLaterExchanges() {
        ReplayTransport replay = ReplayTransport.of(recording(FIRST, SECOND));
        RecordingHandler open = send(replay, FIRST);
        replay.close();

        assertThat(open.calls).last().isEqualTo("failure CLOSED HEAD_RECEIVED");
        assertThat(send(replay, SECOND).calls).containsExactly("start", "failure CLOSED NOT_SENT");
    }

    private Recording recording(String... bodies) {
        return recording(List.of(bodies));
    }

    /** Records a stream of three buffers for each request, with 100 ms before each signal. */
    private Recording recording(List<String> bodies) {
        FakeTransport server = new FakeTransport();
        RecordingTransport recorder = RecordingTransport.of(server, Redaction.standard(), time);
        for (String body : bodies) {
            RecordingHandler handler = new RecordingHandler();
            recorder.send(request(body), handler);
            FakeExchange exchange = server.next();
            handler.exchange().request(3);
            time.advance(Duration.ofMillis(100));
            exchange.head(200, "text/event-stream");
            for (String text : List.of("one", "two", "three")) {
                time.advance(Duration.ofMillis(100));
                exchange.data(text);
            }
            time.advance(Duration.ofMillis(100));
            exchange.complete();
        }
        return recorder.recording();
    }

    private static RecordingHandler send(ReplayTransport replay, String body) {
        RecordingHandler handler = new RecordingHandler();
        replay.send(request(body), handler);
        return handler;
    }

    private static TransportRequest request(String body) {
        return new TransportRequest(
                "POST",
                URI.create("http://127.0.0.1/v1/completions"),
                HttpHeaders.empty(),
                ByteBuffer.wrap(body.getBytes(UTF_8)));
    }
}
