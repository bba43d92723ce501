// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The server side of an HTTP/2 connection, frame by frame (RFC 9113). Used by the thread of its script. */
final class Http2Connection {

    static final int NO_ERROR = 0;
    static final int INTERNAL_ERROR = 2;
    static final int REFUSED_STREAM = 7;
    static final int CANCEL = 8;

    private static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;

    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GOAWAY = 7;

    private static final int ACK = 1;
    private static final int MAX_CONCURRENT_STREAMS = 3;
    private static final int INITIAL_WINDOW_SIZE = 4;
    private static final int PREFACE_LENGTH = 24;
    private static final int MAX_FRAME_SIZE = 1 << 14;

    /** The HPACK encoding of {@code :status 200}, from the static table (RFC 7541, appendix A). */
    static final byte[] STATUS_200 = {(byte) 0x88};

    /**
     * A frame received from the client.
     *
     * @param number the first integer of its payload: an error code, or a window increment
     */
    record Frame(int type, int flags, int stream, int number) {

        boolean endsStream() {
            return (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
        }
    }

    private final DataInputStream in;
    private final OutputStream out;
    private boolean begun;

    private int streamWindow = 65_535;

    Http2Connection(Socket socket) throws IOException {
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** Starts the connection with a limit on open streams; without this call there is none. */
    void limitStreams(int max) throws IOException {
        begin(ByteBuffer.allocate(6)
                .putShort((short) MAX_CONCURRENT_STREAMS)
                .putInt(max)
                .array());
    }

    /** Reads up to the end of the next request, and returns its stream id. */
    int readRequest() throws IOException {
        Frame frame = read();
        while (!frame.endsStream()) {
            frame = read();
        }
        return frame.stream();
    }

    /** Reads up to the next frame of a type; answers settings and pings. */
    Frame read(int type) throws IOException {
        Frame frame = read();
        while (frame.type() != type) {
            frame = read();
        }
        return frame;
    }

    /** Returns the initial window of each stream in the client's settings, in bytes; known after a request was read. */
    int streamWindow() {
        return streamWindow;
    }

    void writeHead(int stream) throws IOException {
        write(HEADERS, END_HEADERS, stream, STATUS_200);
    }

    /** Writes a head with a length, as a literal without indexing. */
    void writeHead(int stream, long contentLength) throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.writeBytes(STATUS_200);
        // Index 28 is content-length, in a field of four bits and a byte.
        block.writeBytes(new byte[] {0x0f, 28 - 15});
        byte[] digits = Long.toString(contentLength).getBytes(UTF_8);
        block.write(digits.length);
        block.writeBytes(digits);
        write(HEADERS, END_HEADERS, stream, block.toByteArray());
    }

    /** Writes a head of any size, in as many frames as required. */
    void writeBlock(int stream, byte[] block) throws IOException {
        for (int from = 0; from < block.length; from += MAX_FRAME_SIZE) {
            int to = Math.min(block.length, from + MAX_FRAME_SIZE);
            write(
                    from == 0 ? HEADERS : CONTINUATION,
                    to == block.length ? END_HEADERS : 0,
                    stream,
                    Arrays.copyOfRange(block, from, to));
        }
    }

    void writeData(int stream, String text) throws IOException {
        write(DATA, 0, stream, text.getBytes(UTF_8));
    }

    void writeData(int stream, byte[] bytes) throws IOException {
        write(DATA, 0, stream, bytes);
    }

    void writeEnd(int stream) throws IOException {
        write(DATA, END_STREAM, stream, new byte[0]);
    }

    void writeReset(int stream, int error) throws IOException {
        write(RST_STREAM, 0, stream, ByteBuffer.allocate(4).putInt(error).array());
    }

    void writeGoAway(int lastStream, int error) throws IOException {
        write(
                GOAWAY,
                0,
                0,
                ByteBuffer.allocate(8).putInt(lastStream).putInt(error).array());
    }

    /**
     * Waits until the client has processed all frames written before.
     *
     * @return the number of bytes by which it has increased the window of a stream until then
     */
    long awaitSeen(int stream) throws IOException {
        write(PING, 0, 0, new byte[8]);
        long granted = 0;
        Frame frame = read();
        while (frame.type() != PING || frame.flags() != ACK) {
            if (frame.type() == WINDOW_UPDATE && frame.stream() == stream) {
                granted += frame.number();
            }
            frame = read();
        }
        return granted;
    }

    /** Writes a complete response with the body {@code hello}. */
    void answer(int stream) throws IOException {
        writeHead(stream);
        writeData(stream, "hello");
        writeEnd(stream);
    }

    /** Waits until the client has disconnected. */
    void awaitClientClose() throws IOException {
        try {
            while (true) {
                read();
            }
        } catch (EOFException closed) {
            // Expected.
        }
    }

    private Frame read() throws IOException {
        begin(new byte[0]);
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt() & Integer.MAX_VALUE;
        byte[] payload = in.readNBytes(length);
        if (type == SETTINGS && (flags & ACK) == 0) {
            takeSettings(ByteBuffer.wrap(payload));
            write(SETTINGS, ACK, 0, new byte[0]);
        }
        if (type == PING && (flags & ACK) == 0) {
            write(PING, ACK, 0, payload);
        }
        int number = length >= Integer.BYTES ? ByteBuffer.wrap(payload).getInt() : 0;
        return new Frame(type, flags, stream, number);
    }

    private void begin(byte[] settings) throws IOException {
        if (!begun) {
            begun = true;
            in.skipNBytes(PREFACE_LENGTH);
            write(SETTINGS, 0, 0, settings);
        }
    }

    private void takeSettings(ByteBuffer settings) {
        while (settings.hasRemaining()) {
            int name = settings.getShort();
            int value = settings.getInt();
            if (name == INITIAL_WINDOW_SIZE) {
                streamWindow = value;
            }
        }
    }

    /** Writes one frame unchanged, even if the standard forbids it. */
    void write(int type, int flags, int stream, byte[] payload) throws IOException {
        out.write(ByteBuffer.allocate(9 + payload.length)
                .put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array());
        out.flush();
    }
}
