// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.completions4j.testkit.ReceivedRequest;
import dev.completions4j.testkit.server.ConnectionFaults.Strike;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of one connection: reads requests, writes raw bytes, and ends the connection in the way the test
 * wants.
 *
 * <p>For the thread of its {@link ConnectionScript}.
 */
public final class LoopbackConnection implements AutoCloseable {

    /** What a client does. */
    private enum Sight {
        NOTHING,
        BYTES,
        CLOSE
    }

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);
    /** The most bytes at once, so that those which a client took before it left are told apart from the others. */
    private static final int MAX_WRITE = 16 * 1024;

    private final Socket tcp;
    private final Socket socket;
    private final TrafficLog log;
    private final InputStream in;
    private final OutputStream out;
    private final RequestReader requests;
    private final ConnectionFaults faults = new ConnectionFaults();
    private ResponseProgress progress = new ResponseProgress();
    private @Nullable ResponseLog response;
    private Duration byteInterval = Duration.ZERO;
    private boolean closed;
    private boolean hungUp;

    /**
     * @param tcp the connection itself
     * @param socket what is read from and written to: a TLS layer over {@code tcp}, or {@code tcp}
     */
    LoopbackConnection(Socket tcp, Socket socket, TrafficLog log) throws IOException {
        this.tcp = tcp;
        this.socket = socket;
        this.log = log;
        tcp.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
        requests = new RequestReader(in);
    }

    /**
     * Reads the next request, body included; waits for it without limit.
     *
     * @return null if the client closed the connection instead
     * @throws IOException if the connection fails, or if the client sends what is not HTTP/1.1
     */
    public @Nullable ReceivedRequest readRequest() throws IOException {
        endResponse();
        socket.setSoTimeout(0);
        ReceivedRequest request = requests.read();
        if (request != null) {
            beginResponse(request);
        }
        return request;
    }

    /**
     * Reads that many bytes of whatever the client sends; waits for them without limit.
     *
     * @return fewer bytes if the client closed the connection before
     */
    public byte[] read(int count) throws IOException {
        socket.setSoTimeout(0);
        return in.readNBytes(count);
    }

    /**
     * Limits what the system buffers of what is written, so that a client that does not read is noticed sooner. The
     * system may round the size up, and the client's side has a buffer as well.
     *
     * @param bytes positive
     */
    public void limitSendBuffer(int bytes) throws IOException {
        tcp.setSendBufferSize(bytes);
    }

    /** Sends text as UTF-8, at once. */
    public void write(String text) throws IOException {
        write(text.getBytes(UTF_8));
    }

    /**
     * Sends bytes, at once; waits for as long as the client does not read.
     *
     * @throws IOException if the client is gone
     */
    public void write(byte[] bytes) throws IOException {
        int written = 0;
        for (Strike strike = faults.next(progress, bytes, written);
                strike != null;
                strike = faults.next(progress, bytes, written)) {
            writePart(bytes, written, strike.index());
            written = strike.index();
            strike.fault().strike(this);
        }
        writePart(bytes, written, bytes.length);
    }

    private void writePart(byte[] bytes, int from, int to) throws IOException {
        int step = byteInterval.isZero() ? MAX_WRITE : 1;
        for (int next = from; next < to; next += step) {
            if (!byteInterval.isZero() && seesClientClose(byteInterval)) {
                throw new EOFException("The client hung up");
            }
            writeNow(bytes, next, Math.min(to, next + step));
        }
    }

    private void writeNow(byte[] bytes, int from, int to) throws IOException {
        long start = System.nanoTime();
        try {
            out.write(bytes, from, to - from);
            out.flush();
        } catch (IOException e) {
            noteWritten(start);
            noteHangUp();
            throw e;
        }
        for (int i = from; i < to; i++) {
            progress.add(bytes[i]);
        }
        noteWritten(start);
    }

    private void noteWritten(long start) {
        if (response != null) {
            response.noteWritten(progress, System.nanoTime() - start);
        }
    }

    private void beginResponse(ReceivedRequest request) {
        response = log.addRequest(request);
        progress = new ResponseProgress();
        byteInterval = Duration.ZERO;
        faults.rearm();
    }

    /** Notes that nothing more will be written for the request that was read last. */
    void endResponse() {
        if (response != null) {
            response.noteEnd();
        }
    }

    /** Lays a fault over all that is written from now on. */
    void lay(LaidFault fault) {
        faults.lay(fault);
    }

    /** Sends bytes that are no part of the response. */
    void sendAside(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** Sends the rest of the response byte by byte. */
    void slowDown(Duration byteInterval) {
        this.byteInterval = byteInterval;
    }

    /** Closes the connection in good order, with a FIN; over TLS, with a {@code close_notify} before it. */
    @Override
    public void close() throws IOException {
        endResponse();
        close(socket);
    }

    /** Closes the connection with a FIN alone: over TLS, without the {@code close_notify} that is due before it. */
    public void cut() throws IOException {
        close(tcp);
    }

    private void close(Socket layer) throws IOException {
        if (!closed) {
            closed = true;
            // A socket that is closed with bytes unread sends an RST as well.
            in.skipNBytes(in.available());
            layer.close();
        }
    }

    /**
     * Ends this side of the connection with a FIN, and goes on reading. Not over TLS, which ends in both directions.
     *
     * @throws UnsupportedOperationException over TLS
     */
    public void finish() throws IOException {
        socket.shutdownOutput();
    }

    /** Breaks the connection off with an RST; what the client has not read yet may be lost. */
    public void reset() throws IOException {
        closed = true;
        tcp.setSoLinger(true, 0);
        tcp.close();
    }

    /**
     * Waits until the client closes or resets the connection, at most ten seconds; drops what the client still sends.
     *
     * @return false if it did neither in time
     */
    public boolean awaitClientClose() throws IOException {
        long deadline = System.nanoTime() + CLOSE_PATIENCE.toNanos();
        for (long rest = CLOSE_PATIENCE.toNanos(); rest > 0; rest = deadline - System.nanoTime()) {
            if (seesClientClose(Duration.ofNanos(rest))) {
                return true;
            }
            in.skipNBytes(in.available());
        }
        return false;
    }

    /**
     * Waits until the client closes or resets the connection, or sends something, which remains to be read.
     *
     * @return false if the client is still there
     */
    boolean seesClientClose(Duration patience) throws IOException {
        boolean closes = look(patience) == Sight.CLOSE;
        if (closes) {
            noteHangUp();
        }
        return closes;
    }

    /**
     * Waits until the client sends something, which remains to be read, or closes or resets the connection.
     *
     * @return false if it did nothing in time
     */
    boolean seesClientAct(Duration patience) throws IOException {
        return look(patience) != Sight.NOTHING;
    }

    private Sight look(Duration patience) throws IOException {
        // Zero would mean without limit.
        long millis = Math.max(1, TimeUnit.MILLISECONDS.convert(patience));
        socket.setSoTimeout((int) Math.min(Integer.MAX_VALUE, millis));
        in.mark(1);
        try {
            if (in.read() >= 0) {
                in.reset();
                return Sight.BYTES;
            }
        } catch (SocketTimeoutException e) {
            return Sight.NOTHING;
        } catch (IOException e) {
            // Reset by the client.
        }
        return Sight.CLOSE;
    }

    private void noteHangUp() {
        if (!closed && !hungUp) {
            hungUp = true;
            if (response != null) {
                response.noteHangUp();
            }
            log.addHangUp();
        }
    }
}
