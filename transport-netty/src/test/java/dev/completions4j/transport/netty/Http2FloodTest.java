// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.server.LoopbackConnection;
import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.transport.TransportException.Kind;
import dev.completions4j.transport.netty.NettyTransport.Http2;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Verifies that a server that floods the client with frames, but never responds, is disconnected before any timeout. */
final class Http2FloodTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int PREFACE_BYTES = 24;
    private static final int HEADER_BYTES = 9;
    private static final int END_HEADERS = 4;
    private static final int END_STREAM = 1;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int CONTINUATION = 9;
    private static final int TYPE_OFFSET = 3;

    /** Netty reserves stream 1 for upgrades. */
    private static final int FIRST = 3;

    private static final int SECOND = 5;
    private static final byte[] STATUS_200 = {(byte) 0x88};

    /** Returns frames to send after a completed first stream and the head of a second one. */
    static Stream<Named<byte[]>> floods() {
        byte[] nothing = {};
        byte[] padding = new byte[256];
        padding[0] = (byte) 255;
        byte[] one = {0, 0, 0, 1};
        return Stream.of(
                Named.of("SETTINGS", frame(SETTINGS, 0, 0, nothing)),
                Named.of("PING", frame(6, 0, 0, new byte[8])),
                Named.of("PRIORITY", frame(2, 0, SECOND, new byte[] {0, 0, 0, 0, 1})),
                Named.of("WINDOW_UPDATE", frame(8, 0, 0, one)),
                Named.of("unknown frames", frame(0xbb, 0, 0, new byte[16])),
                Named.of("unknown frames of a stream", frame(0xbb, 0, SECOND, new byte[16])),
                Named.of("empty DATA", frame(0, 0, SECOND, nothing)),
                Named.of("padding", frame(0, 8, SECOND, padding)),
                Named.of("RST_STREAM of an ended stream", frame(RST_STREAM, 0, FIRST, one)),
                Named.of("WINDOW_UPDATE of an ended stream", frame(8, 0, FIRST, one)),
                Named.of("HEADERS without end", frame(HEADERS, 0, SECOND, nothing)),
                Named.of("HEADERS of an ended stream", frame(HEADERS, END_HEADERS, FIRST, STATUS_200)),
                Named.of("CONTINUATION", frame(CONTINUATION, 0, SECOND, nothing)));
    }

    @ParameterizedTest
    @MethodSource("floods")
    void endsAsAProtocolFailure(byte[] frame) throws InterruptedException {
        byte[] flood = repeated(frame, 1000);
        int headFlags = frame[TYPE_OFFSET] == CONTINUATION ? 0 : END_HEADERS;
        try (TransportFixture fixture =
                        new TransportFixture(NettyTransport.builder().http2(Http2.PRIOR_KNOWLEDGE));
                LoopbackServer server = LoopbackServer.running(connection -> {
                    connection.read(PREFACE_BYTES);
                    connection.write(frame(SETTINGS, 0, 0, new byte[0]));
                    awaitRequest(connection, SECOND);
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

    /** Reads frames until the head of a request has been received. */
    private static void awaitRequest(LoopbackConnection connection, int streamId) throws IOException {
        boolean read = false;
        while (!read) {
            ByteBuf header = Unpooled.wrappedBuffer(connection.read(HEADER_BYTES));
            int length = header.readUnsignedMedium();
            int type = header.readUnsignedByte();
            header.skipBytes(1);
            read = type == HEADERS && header.readInt() == streamId;
            connection.read(length);
        }
    }

    private static byte[] frame(int type, int flags, int streamId, byte[] payload) {
        ByteBuf frame = Unpooled.buffer(HEADER_BYTES + payload.length);
        frame.writeMedium(payload.length)
                .writeByte(type)
                .writeByte(flags)
                .writeInt(streamId)
                .writeBytes(payload);
        return frame.array();
    }

    private static byte[] repeated(byte[] frame, int times) {
        ByteBuf frames = Unpooled.buffer(times * frame.length);
        for (int i = 0; i < times; i++) {
            frames.writeBytes(frame);
        }
        return frames.array();
    }
}
