// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.soak;

import static dev.completions4j.tests.soak.SoakRequest.bytes;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Serves HTTP/1.1 on sockets, correctly or with faults; retains nothing of calls that have ended. */
final class RawServer implements SoakServer {

    private static final InetAddress ADDRESS = InetAddress.getLoopbackAddress();
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    private final Plans plans;
    private final Journal journal;
    private final @Nullable SSLContext tls;
    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    RawServer(Plans plans, Journal journal, @Nullable SSLContext tls) throws IOException {
        this.plans = plans;
        this.journal = journal;
        this.tls = tls;
        listener = new ServerSocket(0, 200, ADDRESS);
        daemon("soak-acceptor", this::accept);
    }

    @Override
    public String baseUrl() {
        return (tls == null ? "http://127.0.0.1:" : "https://127.0.0.1:") + listener.getLocalPort();
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket tcp = listener.accept();
                sockets.add(tcp);
                daemon("soak-connection", () -> serve(tcp));
            }
        } catch (IOException e) {
            // The server is closed.
        }
    }

    private void serve(Socket tcp) {
        try (tcp;
                Socket socket = tls == null ? tcp : tls.getSocketFactory().createSocket(tcp, null, true)) {
            tcp.setTcpNoDelay(true);
            Connection connection = new Connection(tcp, socket);
            boolean continues = true;
            while (continues) {
                continues = connection.answerNext();
            }
        } catch (IOException e) {
            // The client disconnected.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            sockets.remove(tcp);
        }
    }

    private static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** A connection; for use on its thread only. */
    private final class Connection {

        private final Socket tcp;
        private final InputStream in;
        private final OutputStream out;

        Connection(Socket tcp, Socket socket) throws IOException {
            this.tcp = tcp;
            in = new BufferedInputStream(socket.getInputStream());
            out = socket.getOutputStream();
        }

        /** Responds to a request; returns false if the connection is to be closed. */
        boolean answerNext() throws IOException, InterruptedException {
            SoakRequest request = SoakRequest.parse(readBody());
            int attempt = journal.attempts(request.call());
            ServerAction action = journal.record(request.call(), plans);
            return perform(action, request, plans.random(request.call(), attempt));
        }

        private boolean perform(ServerAction action, SoakRequest request, Random random)
                throws IOException, InterruptedException {
            List<String> texts = plans.parts(request.call(), action == ServerAction.ANSWER_AT_LENGTH);
            List<String> body = request.body(texts);
            switch (action) {
                case ANSWER, ANSWER_AT_LENGTH -> {
                    if (random.nextBoolean()) {
                        whole("200 OK", type(request), String.join("", body));
                    } else {
                        chunks(request, body, 0);
                    }
                    return true;
                }
                case ANSWER_SLOWLY -> {
                    chunks(request, body, 1 + random.nextInt(5));
                    return true;
                }
                case ANSWER_AND_CLOSE ->
                    whole("200 OK", type(request) + "Connection: close\r\n", String.join("", body));
                case ANSWER_BYTEWISE -> {
                    for (byte each : bytes(head(request) + chunked(body) + "0\r\n\r\n")) {
                        out.write(each);
                        out.flush();
                    }
                    return true;
                }
                case STATUS_400, STATUS_429, STATUS_500, STATUS_503 -> {
                    whole(
                            action.name().substring(7) + " No",
                            "Content-Type: application/json\r\nRetry-After-Ms: 1\r\n",
                            "{\"error\":{\"message\":\"no\"}}");
                    return true;
                }
                case ERROR_IN_BODY -> {
                    chunks(request, List.of(request.error()), 0);
                    return true;
                }
                case NOT_JSON -> {
                    chunks(request, List.of(request.notJson()), 0);
                    return true;
                }
                case TOO_MUCH -> {
                    write(head(request));
                    String more = chunked(request.unfinished(plans.parts(request.call(), true)));
                    while (true) {
                        write(more);
                    }
                }
                case UNFINISHED -> {
                    chunks(request, request.unfinished(texts), 0);
                    return true;
                }
                case GZIP -> {
                    whole("200 OK", type(request) + "Content-Encoding: gzip\r\n", "\u001f\u008b nonsense");
                    return true;
                }
                case RESET_BEFORE_HEAD -> reset();
                case RESET_IN_BODY -> {
                    write(head(request) + chunked(request.unfinished(texts)));
                    reset();
                }
                case CLOSE_BEFORE_HEAD -> {}
                case CLOSE_IN_HEAD -> write(OK + "Content-Ty");
                case CLOSE_IN_BODY -> write(head(request) + chunked(request.unfinished(texts)));
                case CUT_UNFRAMED -> {
                    String part = String.join("", request.unfinished(texts));
                    if (tls == null && !request.streamed()) {
                        // Without TLS, such a truncation cannot be distinguished from an end.
                        whole("200 OK", type(request), part + " ".repeat(100), 50);
                    } else {
                        write(OK + type(request) + "\r\n" + part);
                    }
                    tcp.close();
                }
                case NOT_HTTP -> writeUntilDisconnected("SSH-2.0-OpenSSH_9.2\r\n\r\n");
                case TWO_FRAMINGS ->
                    writeUntilDisconnected(
                            OK + type(request) + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
                case HUGE_HEAD ->
                    writeUntilDisconnected(OK + type(request) + "X-Filler: " + "x".repeat(70 * 1024)
                            + "\r\nContent-Length: 0\r\n\r\n");
                case BAD_CHUNK -> writeUntilDisconnected(head(request) + "xyz\r\n");
                case STALL -> writeUntilDisconnected("");
                case STALL_IN_BODY -> writeUntilDisconnected(head(request) + chunked(request.unfinished(texts)));
                case REFUSE -> throw new IllegalStateException("HTTP/1.1 cannot refuse a request");
            }
            return false;
        }

        private String readBody() throws IOException {
            int length = 0;
            for (String line = readLine(); !line.isEmpty(); line = readLine()) {
                String header = line.toLowerCase(Locale.ROOT);
                if (header.startsWith("content-length:")) {
                    length = Integer.parseInt(
                            header.substring("content-length:".length()).strip());
                }
            }
            byte[] body = in.readNBytes(length);
            if (body.length < length) {
                throw new EOFException();
            }
            return new String(body, UTF_8);
        }

        private String readLine() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    throw new EOFException();
                }
                line.write(next);
            }
            return line.toString(ISO_8859_1).stripTrailing();
        }

        private void writeUntilDisconnected(String answer) throws IOException {
            write(answer);
            in.transferTo(OutputStream.nullOutputStream());
        }

        private void reset() throws IOException {
            tcp.setSoLinger(true, 0);
            tcp.close();
        }

        private void whole(String status, String headers, String body) throws IOException {
            whole(status, headers, body, 0);
        }

        private void whole(String status, String headers, String body, int missing) throws IOException {
            write("HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + (bytes(body).length + missing)
                    + "\r\n\r\n" + body);
        }

        private void chunks(SoakRequest request, List<String> pieces, int delayMillis)
                throws IOException, InterruptedException {
            write(head(request));
            for (String piece : pieces) {
                if (delayMillis > 0) {
                    Thread.sleep(delayMillis);
                }
                write(chunked(List.of(piece)));
            }
            write("0\r\n\r\n");
        }

        private void write(String text) throws IOException {
            out.write(bytes(text));
            out.flush();
        }
    }

    private static String type(SoakRequest request) {
        return "Content-Type: " + request.contentType() + "\r\n";
    }

    private static String head(SoakRequest request) {
        return OK + type(request) + "Transfer-Encoding: chunked\r\n\r\n";
    }

    private static String chunked(List<String> pieces) {
        StringBuilder chunks = new StringBuilder();
        for (String piece : pieces) {
            chunks.append(Integer.toHexString(bytes(piece).length))
                    .append("\r\n")
                    .append(piece)
                    .append("\r\n");
        }
        return chunks.toString();
    }
}
