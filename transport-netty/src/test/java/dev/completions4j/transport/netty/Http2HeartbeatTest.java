// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.Http2FrameTypes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests, in a time of its own, whether an HTTP/2 connection detects that its server is dead. */
final class Http2HeartbeatTest {

    private static final Duration INTERVAL = Duration.ofSeconds(30);

    private static final int FRAME_HEAD_BYTES = 9;

    private static final byte[] SETTINGS = {0, 0, 0, Http2FrameTypes.SETTINGS, 0, 0, 0, 0, 0};

    private static final byte[] WINDOW_UPDATE = {0, 0, 4, Http2FrameTypes.WINDOW_UPDATE, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    private static final byte[] PING_ACK = {0, 0, 8, Http2FrameTypes.PING, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final List<String> events = new ArrayList<>();
    private Connection connection;

    @BeforeEach
    void connect() {
        channel.freezeTime();
        var ready = Http2ClientConnection.start(
                new Route("http", "host.test", 80),
                channel,
                new ConnectionLimits(8192, INTERVAL),
                new UninterestedListener());
        receive(SETTINGS);
        connection = ready.getNow();
        // The preface, which is no frame, is before what was sent.
        channel.releaseOutbound();
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void serverThatIsSilentForAnIntervalIsPinged() {
        send();
        receive(WINDOW_UPDATE);
        awaitBeat();
        assertThat(pings()).isZero();

        awaitBeat();
        assertThat(pings()).isEqualTo(1);
    }

    @Test
    void connectionIsKeptWhileThePingsAreAnswered() {
        send();
        awaitBeat();
        for (int i = 0; i < 100; i++) {
            awaitBeat();
            assertThat(pings()).isEqualTo(1);
            receive(PING_ACK);
            awaitBeat();
            assertThat(pings()).isZero();
        }
        assertThat(events).containsExactly("send");
        assertThat(connection.isUsable()).isTrue();
    }

    /** Any frame shows that the server is alive. */
    @Test
    void connectionIsKeptWhileTheServerSendsSomethingElse() {
        send();
        for (int i = 0; i < 100; i++) {
            receive(WINDOW_UPDATE);
            awaitBeat();
        }
        assertThat(pings()).isZero();
        assertThat(events).containsExactly("send");
    }

    @Test
    void connectionIsAbandonedIfAPingIsUnanswered() {
        send();
        send();
        awaitBeat();
        awaitBeat();
        assertThat(events).containsExactly("send", "send");
        awaitBeat();

        assertThat(events).containsExactly("send", "send", "failure RESET MAYBE_SENT", "failure RESET MAYBE_SENT");
        assertThat(connection.isUsable()).isFalse();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void serverIsNotPingedWhileNoStreamWaitsForIt() {
        for (int i = 0; i < 100; i++) {
            awaitBeat();
        }
        assertThat(pings()).isZero();

        send();
        awaitBeat();
        assertThat(pings()).isEqualTo(1);
    }

    @Test
    void closedConnectionHasNoHeartbeat() {
        Channels.closeNow(channel);
        channel.runPendingTasks();

        assertThat(channel.runScheduledPendingTasks()).isEqualTo(-1);
    }

    private void send() {
        connection.send(TransportFixture.request("http://host.test/", "x"), new RecordingSink(events));
        channel.runPendingTasks();
    }

    private void receive(byte[] frame) {
        channel.writeInbound(Unpooled.wrappedBuffer(frame));
    }

    private void awaitBeat() {
        channel.advanceTimeBy(INTERVAL.toNanos(), TimeUnit.NANOSECONDS);
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
    }

    /** Returns the number of pings since the last call. */
    private int pings() {
        int pings = 0;
        ByteBuf sent = Unpooled.buffer();
        for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
            sent.writeBytes(next);
            next.release();
        }
        while (sent.isReadable()) {
            int length = sent.readUnsignedMedium();
            if (sent.readByte() == Http2FrameTypes.PING) {
                pings++;
            }
            sent.skipBytes(FRAME_HEAD_BYTES - 4 + length);
        }
        return pings;
    }
}
