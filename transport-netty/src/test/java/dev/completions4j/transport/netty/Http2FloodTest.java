// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import static dev.completions4j.transport.netty.RawHttp2.CONTINUATION;
import static dev.completions4j.transport.netty.RawHttp2.END_HEADERS;
import static dev.completions4j.transport.netty.RawHttp2.END_STREAM;
import static dev.completions4j.transport.netty.RawHttp2.HEADERS;
import static dev.completions4j.transport.netty.RawHttp2.RST_STREAM;
import static dev.completions4j.transport.netty.RawHttp2.SETTINGS;
import static dev.completions4j.transport.netty.RawHttp2.STATUS_200;
import static dev.completions4j.transport.netty.RawHttp2.frame;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.transport.TransportException.Kind;
import dev.completions4j.transport.netty.NettyTransport.Http2;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Verifies that a server that floods the client with frames, but never responds, is disconnected before any timeout. */
final class Http2FloodTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int TYPE_OFFSET = 3;

    /** Netty reserves stream 1 for upgrades. */
    private static final int FIRST = 3;

    private static final int SECOND = 5;

    /** Returns frames to send after a completed first stream and the head of a second one. */
    static Stream<Named<byte[]>> floods() {
        byte[] padding = new byte[256];
        padding[0] = (byte) 255;
        byte[] one = {0, 0, 0, 1};
        return Stream.of(
                Named.of("SETTINGS", frame(SETTINGS, 0, 0)),
                Named.of("PING", frame(6, 0, 0, new byte[8])),
                Named.of("PRIORITY", frame(2, 0, SECOND, new byte[] {0, 0, 0, 0, 1})),
                Named.of("WINDOW_UPDATE", frame(8, 0, 0, one)),
                Named.of("unknown frames", frame(0xbb, 0, 0, new byte[16])),
                Named.of("unknown frames of a stream", frame(0xbb, 0, SECOND, new byte[16])),
                Named.of("empty DATA", frame(0, 0, SECOND)),
                Named.of("padding", frame(0, 8, SECOND, padding)),
                Named.of("RST_STREAM of an ended stream", frame(RST_STREAM, 0, FIRST, one)),
                Named.of("WINDOW_UPDATE of an ended stream", frame(8, 0, FIRST, one)),
                Named.of("HEADERS without end", frame(HEADERS, 0, SECOND)),
                Named.of("HEADERS of an ended stream", frame(HEADERS, END_HEADERS, FIRST, STATUS_200)),
                Named.of("CONTINUATION", frame(CONTINUATION, 0, SECOND)));
    }

    @ParameterizedTest
    @MethodSource("floods")
    void endsAsAProtocolFailure(byte[] frame) throws InterruptedException {
        byte[] flood = repeated(frame, 1000);
        int headFlags = frame[TYPE_OFFSET] == CONTINUATION ? 0 : END_HEADERS;
        try (TransportFixture fixture =
                        new TransportFixture(NettyTransport.builder().http2(Http2.PRIOR_KNOWLEDGE));
                LoopbackServer server = LoopbackServer.running(connection -> {
                    RawHttp2.accept(connection);
                    RawHttp2.nextRequest(connection);
                    RawHttp2.nextRequest(connection);
                    connection.write(frame(HEADERS, END_HEADERS | END_STREAM, FIRST, STATUS_200));
                    connection.write(frame(HEADERS, headFlags, SECOND, STATUS_200));
                    while (true) {
                        connection.write(flood);
                    }
                })) {
            RecordingHandler answered = fixture.send(server.baseUrl() + "/1", new RecordingHandler());
            RecordingHandler flooded = fixture.send(server.baseUrl() + "/2", new RecordingHandler());

            assertThat(answered.end()).isEqualTo("complete");
            assertThat(flooded.failure().kind()).isEqualTo(Kind.PROTOCOL);
            assertThat(server.awaitHangUp(PATIENCE)).isTrue();
        }
    }

    private static byte[] repeated(byte[] frame, int times) {
        ByteBuf frames = Unpooled.buffer(times * frame.length);
        for (int i = 0; i < times; i++) {
            frames.writeBytes(frame);
        }
        return frames.array();
    }
}
