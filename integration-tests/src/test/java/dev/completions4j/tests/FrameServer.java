// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.completions4j.testkit.server.TestCertificate;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A server that negotiates HTTP/2 and lets its script write arbitrary frames, valid or not. */
final class FrameServer implements AutoCloseable {

    /** The actions of the server on a connection, which is closed when the method returns. */
    @FunctionalInterface
    interface Script {
        void serve(Connection connection) throws IOException, InterruptedException;
    }

    private final Script script;
    private final ServerSocket listener;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

    FrameServer(Script script) throws IOException {
        this.script = script;
        listener = new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        daemon("frame-acceptor", this::accept);
    }

    String baseUrl() {
        return "https://127.0.0.1:" + listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket tcp = listener.accept();
                sockets.add(tcp);
                daemon("frame-connection", () -> serve(tcp));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket tcp) {
        try (SSLSocket socket =
                (SSLSocket) TestCertificate.serverContext().getSocketFactory().createSocket(tcp, null, true)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            socket.setSSLParameters(parameters);
            script.serve(new Connection(socket));
        } catch (IOException | InterruptedException gone) {
            // The client disconnected, or the test is over.
        }
    }

    private static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** The frames of one connection (RFC 9113); for use on the thread of its script only. */
    static final class Connection {

        static final int DATA = 0;
        static final int HEADERS = 1;
        static final int SETTINGS = 4;
        static final int GOAWAY = 7;
        static final int WINDOW_UPDATE = 8;
        static final int CONTINUATION = 9;
        static final int END_STREAM = 1;
        static final int END_HEADERS = 4;

        private static final int ACK = 1;
        private static final int PREFACE_LENGTH = 24;
        private static final int HEADER_LENGTH = 9;

        /** HPACK for {@code :status 200}, from the static table (RFC 7541, appendix A). */
        private static final byte[] STATUS_200 = {(byte) 0x88};

        private final DataInputStream in;
        private final OutputStream out;

        Connection(Socket socket) throws IOException {
            in = new DataInputStream(socket.getInputStream());
            out = socket.getOutputStream();
        }

        /** Starts the connection, reads up to the end of the first request, and returns the id of its stream. */
        int readRequest() throws IOException {
            in.skipNBytes(PREFACE_LENGTH);
            write(SETTINGS, 0, 0, new byte[0]);
            while (true) {
                int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
                int type = in.readUnsignedByte();
                int flags = in.readUnsignedByte();
                int stream = in.readInt() & Integer.MAX_VALUE;
                in.skipNBytes(length);
                if (type == SETTINGS && (flags & ACK) == 0) {
                    write(SETTINGS, ACK, 0, new byte[0]);
                }
                if ((type == DATA || type == HEADERS) && (flags & END_STREAM) != 0) {
                    return stream;
                }
            }
        }

        void head(int stream) throws IOException {
            write(HEADERS, END_HEADERS, stream, STATUS_200);
        }

        void data(int stream, String text) throws IOException {
            write(DATA, 0, stream, text.getBytes(UTF_8));
        }

        void end(int stream) throws IOException {
            write(DATA, END_STREAM, stream, new byte[0]);
        }

        void write(int type, int flags, int stream, byte[] payload) throws IOException {
            out.write(frame(type, flags, stream, payload));
            out.flush();
        }

        /** Writes a frame repeatedly until the client disconnects. */
        void flood(int type, int flags, int stream, byte[] payload) throws IOException {
            byte[] frame = frame(type, flags, stream, payload);
            ByteBuffer frames = ByteBuffer.allocate(frame.length * 100);
            while (frames.hasRemaining()) {
                frames.put(frame);
            }
            while (true) {
                out.write(frames.array());
            }
        }

        /** Throws an exception once the client has disconnected. */
        void awaitDisconnect() throws IOException {
            while (true) {
                in.readByte();
            }
        }

        private static byte[] frame(int type, int flags, int stream, byte[] payload) {
            return ByteBuffer.allocate(HEADER_LENGTH + payload.length)
                    .put((byte) (payload.length >> 16))
                    .putShort((short) payload.length)
                    .put((byte) type)
                    .put((byte) flags)
                    .putInt(stream)
                    .put(payload)
                    .array();
        }
    }
}
