// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import dev.completions4j.testkit.server.LoopbackConnection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;

/** Frames of an HTTP/2 server without limits of its own, which Netty's server has. */
final class RawHttp2 {

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int ACK = 1;
    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;

    static final byte[] STATUS_200 = {(byte) 0x88};

    private static final int PREFACE_BYTES = 24;
    private static final int HEADER_BYTES = 9;

    private RawHttp2() {}

    /** Accepts a connection without any limit of streams. */
    static void accept(LoopbackConnection connection) throws IOException {
        connection.read(PREFACE_BYTES);
        connection.write(frame(SETTINGS, 0, 0));
    }

    /** Reads frames until the head of a request has been received; returns its stream. */
    static int nextRequest(LoopbackConnection connection) throws IOException {
        while (true) {
            ByteBuf header = Unpooled.wrappedBuffer(connection.read(HEADER_BYTES));
            int length = header.readUnsignedMedium();
            int type = header.readUnsignedByte();
            header.skipBytes(1);
            connection.read(length);
            if (type == HEADERS) {
                return header.readInt();
            }
        }
    }

    /** Reads whole frames, and returns the number of those of a type. */
    static int count(int type, ByteBuf frames) {
        int count = 0;
        while (frames.isReadable()) {
            int length = frames.readUnsignedMedium();
            if (frames.readUnsignedByte() == type) {
                count++;
            }
            frames.skipBytes(HEADER_BYTES - 4 + length);
        }
        return count;
    }

    static byte[] frame(int type, int flags, int streamId, byte... payload) {
        ByteBuf frame = Unpooled.buffer(HEADER_BYTES + payload.length);
        frame.writeMedium(payload.length)
                .writeByte(type)
                .writeByte(flags)
                .writeInt(streamId)
                .writeBytes(payload);
        return frame.array();
    }
}
