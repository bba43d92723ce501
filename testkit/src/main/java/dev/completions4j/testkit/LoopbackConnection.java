package dev.completions4j.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
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

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

    private final Socket tcp;
    private final Socket socket;
    private final TrafficLog log;
    private final InputStream in;
    private final OutputStream out;
    private final RequestReader requests;
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
        socket.setSoTimeout(0);
        ReceivedRequest request = requests.read();
        if (request != null) {
            log.addRequest(request);
        }
        return request;
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
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            noteHangUp();
            throw e;
        }
    }

    /** Closes the connection in good order, with a FIN; over TLS, with a {@code close_notify} before it. */
    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            // A socket that is closed with bytes unread sends an RST as well.
            in.skipNBytes(in.available());
            socket.close();
        }
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
        // Zero would mean without limit.
        long millis = Math.max(1, TimeUnit.MILLISECONDS.convert(patience));
        socket.setSoTimeout((int) Math.min(Integer.MAX_VALUE, millis));
        in.mark(1);
        try {
            if (in.read() >= 0) {
                in.reset();
                return false;
            }
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            // Reset by the client.
        }
        noteHangUp();
        return true;
    }

    private void noteHangUp() {
        if (!closed && !hungUp) {
            hungUp = true;
            log.addHangUp();
        }
    }
}
