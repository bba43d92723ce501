// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.completions4j.testkit.ReceivedRequest;
import dev.completions4j.testkit.server.ConnectionFaults.Injection;
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
 * The server side of one connection: reads requests, writes arbitrary bytes, and ends the connection in the way the
 * test requires.
 *
 * <p>For use on the thread of its {@link ConnectionScript} only.
 */
public final class LoopbackConnection implements AutoCloseable {

    /** An action of the client. */
    private enum ClientAction {
        NONE,
        SENT,
        CLOSED
    }

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);
    /** The maximum size of a write, so that the bytes sent before the client disconnected are counted precisely. */
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
     * @param tcp the connection
     * @param socket the socket to read from and write to: a TLS layer over {@code tcp}, or {@code tcp}
     */
    LoopbackConnection(Socket tcp, Socket socket, TrafficLog log) throws IOException {
        this.tcp = tcp;
        this.socket = socket;
        this.log = log;
        tcp.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
        requests = new RequestReader(in, out);
    }

    /**
     * Reads the next request, including its body; waits for it without limit. If the client expects {@code 100
     * (Continue)} before it sends the body, sends that.
     *
     * @return the request; null if the client closed the connection instead
     * @throws IOException if the connection fails, or if the client sends bytes that are not HTTP/1.1
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
     * Reads a number of bytes, regardless of their content; waits for them without limit.
     *
     * @param count the number of bytes
     * @return the bytes; fewer if the client closed the connection before
     */
    public byte[] read(int count) throws IOException {
        socket.setSoTimeout(0);
        return in.readNBytes(count);
    }

    /**
     * Limits the system's buffer for what is written, so that the script notices a client that does not read sooner. The
     * system may round the size up, and the client's side has a buffer as well.
     *
     * @param bytes the size in bytes, positive
     */
    public void limitSendBuffer(int bytes) throws IOException {
        tcp.setSendBufferSize(bytes);
    }

    /**
     * Sends text as UTF-8, immediately; see {@link #write(byte[])}.
     *
     * @param text the text
     */
    public void write(String text) throws IOException {
        write(text.getBytes(UTF_8));
    }

    /**
     * Sends bytes, immediately; blocks while the client does not read.
     *
     * @param bytes the bytes
     * @throws IOException if the client has disconnected
     */
    public void write(byte[] bytes) throws IOException {
        int written = 0;
        for (Injection injection = faults.next(progress, bytes, written);
                injection != null;
                injection = faults.next(progress, bytes, written)) {
            writePart(bytes, written, injection.index());
            written = injection.index();
            injection.fault().apply(this);
        }
        writePart(bytes, written, bytes.length);
    }

    private void writePart(byte[] bytes, int from, int to) throws IOException {
        int step = byteInterval.isZero() ? MAX_WRITE : 1;
        for (int next = from; next < to; next += step) {
            if (!byteInterval.isZero() && awaitClose(byteInterval)) {
                throw new EOFException("The client disconnected");
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
            recordWritten(start);
            recordHangUp();
            throw e;
        }
        for (int i = from; i < to; i++) {
            progress.add(bytes[i]);
        }
        recordWritten(start);
    }

    private void recordWritten(long start) {
        if (response != null) {
            response.recordWritten(progress, System.nanoTime() - start);
        }
    }

    private void beginResponse(ReceivedRequest request) {
        response = log.addRequest(request);
        progress = new ResponseProgress();
        byteInterval = Duration.ZERO;
        faults.rearm();
    }

    /** Records that nothing more will be written for the request that was read last. */
    void endResponse() {
        if (response != null) {
            response.recordEnd();
        }
    }

    /** Injects a fault into everything written from now on. */
    void inject(InjectedFault fault) {
        faults.add(fault);
    }

    /** Sends bytes that are not part of the response. */
    void sendAside(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** Sends the rest of the response byte by byte. */
    void slowDown(Duration byteInterval) {
        this.byteInterval = byteInterval;
    }

    /** Closes the connection in an orderly way (FIN); over TLS, after a {@code close_notify}. */
    @Override
    public void close() throws IOException {
        endResponse();
        close(socket);
    }

    /** Closes the connection with only a FIN; over TLS, without the required {@code close_notify}. */
    public void cut() throws IOException {
        close(tcp);
    }

    private void close(Socket layer) throws IOException {
        if (!closed) {
            closed = true;
            // Closing a socket with unread bytes would send an RST too.
            in.skipNBytes(in.available());
            layer.close();
        }
    }

    /**
     * Closes this side of the connection with a FIN; reading continues to work. Not supported over TLS, which closes in
     * both directions.
     *
     * @throws UnsupportedOperationException over TLS
     */
    public void finish() throws IOException {
        socket.shutdownOutput();
    }

    /** Resets the connection (RST); data that the client has not read may be lost. */
    public void reset() throws IOException {
        closed = true;
        tcp.setSoLinger(true, 0);
        tcp.close();
    }

    /**
     * Waits up to ten seconds until the client closes or resets the connection; discards what it sends meanwhile.
     *
     * @return false if it did neither in time
     */
    public boolean awaitClientClose() throws IOException {
        long deadline = System.nanoTime() + CLOSE_PATIENCE.toNanos();
        for (long rest = CLOSE_PATIENCE.toNanos(); rest > 0; rest = deadline - System.nanoTime()) {
            if (awaitClose(Duration.ofNanos(rest))) {
                return true;
            }
            in.skipNBytes(in.available());
        }
        return false;
    }

    /**
     * Waits until the client closes or resets the connection, or sends something, which remains to be read.
     *
     * @return false if the client is still connected
     */
    boolean awaitClose(Duration patience) throws IOException {
        boolean closes = awaitAction(patience) == ClientAction.CLOSED;
        if (closes) {
            recordHangUp();
        }
        return closes;
    }

    /**
     * Waits until the client sends something, which remains to be read, or closes or resets the connection.
     *
     * @return false if it did none of these in time
     */
    boolean awaitActivity(Duration patience) throws IOException {
        return awaitAction(patience) != ClientAction.NONE;
    }

    private ClientAction awaitAction(Duration patience) throws IOException {
        // Zero would mean no limit.
        long millis = Math.max(1, TimeUnit.MILLISECONDS.convert(patience));
        socket.setSoTimeout((int) Math.min(Integer.MAX_VALUE, millis));
        in.mark(1);
        try {
            if (in.read() >= 0) {
                in.reset();
                return ClientAction.SENT;
            }
        } catch (SocketTimeoutException e) {
            return ClientAction.NONE;
        } catch (IOException e) {
            // Reset by the client.
        }
        return ClientAction.CLOSED;
    }

    private void recordHangUp() {
        if (!closed && !hungUp) {
            hungUp = true;
            if (response != null) {
                response.recordHangUp();
            }
            log.addHangUp();
        }
    }
}
