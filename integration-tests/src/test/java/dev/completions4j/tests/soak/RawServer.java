// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.soak;

import static dev.completions4j.tests.soak.Asked.bytes;
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

/** Speaks HTTP/1.1 on sockets, well and badly; keeps nothing of a call that has ended. */
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
            boolean goesOn = true;
            while (goesOn) {
                goesOn = connection.answerNext();
            }
        } catch (IOException e) {
            // The client left.
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

    /** For the thread of one connection. */
    private final class Connection {

        private final Socket tcp;
        private final InputStream in;
        private final OutputStream out;

        Connection(Socket tcp, Socket socket) throws IOException {
            this.tcp = tcp;
            in = new BufferedInputStream(socket.getInputStream());
            out = socket.getOutputStream();
        }

        /** Answers a request; false if the connection is to be closed. */
        boolean answerNext() throws IOException, InterruptedException {
            Asked asked = Asked.in(readBody());
            int attempt = journal.attempts(asked.call());
            Deed deed = journal.note(asked.call(), plans);
            return act(deed, asked, plans.random(asked.call(), attempt));
        }

        private boolean act(Deed deed, Asked asked, Random random) throws IOException, InterruptedException {
            List<String> texts = plans.parts(asked.call(), deed == Deed.ANSWER_AT_LENGTH);
            List<String> body = asked.body(texts);
            switch (deed) {
                case ANSWER, ANSWER_AT_LENGTH -> {
                    if (random.nextBoolean()) {
                        whole("200 OK", type(asked), String.join("", body));
                    } else {
                        chunks(asked, body, 0);
                    }
                    return true;
                }
                case ANSWER_SLOWLY -> {
                    chunks(asked, body, 1 + random.nextInt(5));
                    return true;
                }
                case ANSWER_AND_CLOSE -> whole("200 OK", type(asked) + "Connection: close\r\n", String.join("", body));
                case ANSWER_BYTEWISE -> {
                    for (byte each : bytes(head(asked) + chunked(body) + "0\r\n\r\n")) {
                        out.write(each);
                        out.flush();
                    }
                    return true;
                }
                case STATUS_400, STATUS_429, STATUS_500, STATUS_503 -> {
                    whole(
                            deed.name().substring(7) + " No",
                            "Content-Type: application/json\r\nRetry-After-Ms: 1\r\n",
                            "{\"error\":{\"message\":\"no\"}}");
                    return true;
                }
                case ERROR_IN_BODY -> {
                    chunks(asked, List.of(asked.error()), 0);
                    return true;
                }
                case NO_JSON -> {
                    chunks(asked, List.of(asked.noJson()), 0);
                    return true;
                }
                case TOO_MUCH -> {
                    write(head(asked));
                    String more = chunked(asked.unfinished(plans.parts(asked.call(), true)));
                    while (true) {
                        write(more);
                    }
                }
                case UNFINISHED -> {
                    chunks(asked, asked.unfinished(texts), 0);
                    return true;
                }
                case GZIP -> {
                    whole("200 OK", type(asked) + "Content-Encoding: gzip\r\n", "\u001f\u008b nonsense");
                    return true;
                }
                case RESET_BEFORE_HEAD -> reset();
                case RESET_IN_BODY -> {
                    write(head(asked) + chunked(asked.unfinished(texts)));
                    reset();
                }
                case CLOSE_BEFORE_HEAD -> {}
                case CLOSE_IN_HEAD -> write(OK + "Content-Ty");
                case CLOSE_IN_BODY -> write(head(asked) + chunked(asked.unfinished(texts)));
                case CUT_UNFRAMED -> {
                    String part = String.join("", asked.unfinished(texts));
                    if (tls == null && !asked.streamed()) {
                        // Without TLS, nothing tells such a cut from an end.
                        whole("200 OK", type(asked), part + " ".repeat(100), 50);
                    } else {
                        write(OK + type(asked) + "\r\n" + part);
                    }
                    tcp.close();
                }
                case NO_HTTP -> untilTheClientLeaves("SSH-2.0-OpenSSH_9.2\r\n\r\n");
                case TWO_FRAMINGS ->
                    untilTheClientLeaves(
                            OK + type(asked) + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
                case HUGE_HEAD ->
                    untilTheClientLeaves(
                            OK + type(asked) + "X-Filler: " + "x".repeat(70 * 1024) + "\r\nContent-Length: 0\r\n\r\n");
                case BAD_CHUNK -> untilTheClientLeaves(head(asked) + "xyz\r\n");
                case STALL -> untilTheClientLeaves("");
                case STALL_IN_BODY -> untilTheClientLeaves(head(asked) + chunked(asked.unfinished(texts)));
                case REFUSE -> throw new IllegalStateException("HTTP/1.1 refuses nothing");
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

        private void untilTheClientLeaves(String answer) throws IOException {
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

        private void chunks(Asked asked, List<String> pieces, int delayMillis)
                throws IOException, InterruptedException {
            write(head(asked));
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

    private static String type(Asked asked) {
        return "Content-Type: " + asked.contentType() + "\r\n";
    }

    private static String head(Asked asked) {
        return OK + type(asked) + "Transfer-Encoding: chunked\r\n\r\n";
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
