// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
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

    private static final byte[] WINDOW_UPDATE =
            RawHttp2.frame(RawHttp2.WINDOW_UPDATE, 0, 0, (byte) 0, (byte) 0, (byte) 0, (byte) 1);

    private static final byte[] PING_ACK = RawHttp2.frame(RawHttp2.PING, RawHttp2.ACK, 0, new byte[8]);

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
        receive(RawHttp2.frame(RawHttp2.SETTINGS, 0, 0));
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
        // A frame may be several buffers.
        ByteBuf sent = Unpooled.buffer();
        for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
            sent.writeBytes(next);
            next.release();
        }
        return RawHttp2.count(RawHttp2.PING, sent);
    }
}
