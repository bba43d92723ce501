// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.tck;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.completions4j.testkit.ReceivedRequest;
import dev.completions4j.testkit.server.LoopbackConnection;
import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.testkit.server.TestCertificate;
import dev.completions4j.transport.HttpHeaders;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** An HTTP/1.1 server on real sockets with chunked bodies; the thread of each connection executes the steps. */
final class Http1ContractServer implements ContractServer {

    private final boolean secure;
    private final LoopbackServer server;
    private final BlockingQueue<ServerExchange> received = new LinkedBlockingQueue<>();

    Http1ContractServer(boolean secure) {
        this.secure = secure;
        this.server = secure
                ? LoopbackServer.running(this::serve, TestCertificate.serverContext())
                : LoopbackServer.running(this::serve);
    }

    @Override
    public String protocol() {
        return "HTTP/1.1";
    }

    @Override
    public String baseUrl() {
        return server.baseUrl();
    }

    @Override
    public @Nullable SSLContext clientTls() {
        return secure ? TestCertificate.clientContext() : null;
    }

    @Override
    public @Nullable ServerExchange next(Duration timeout) throws InterruptedException {
        return received.poll(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        server.close();
    }

    private void serve(LoopbackConnection connection) throws IOException, InterruptedException {
        ReceivedRequest request = connection.readRequest();
        while (request != null) {
            Steps steps = new Steps(request);
            received.add(steps);
            if (!steps.run(connection)) {
                return;
            }
            request = connection.readRequest();
        }
    }

    /** A step of a response. */
    private interface Step {

        /** Executes the step and returns what follows it. */
        Continuation on(LoopbackConnection connection) throws IOException;
    }

    private enum Continuation {
        NEXT_STEP,
        NEXT_REQUEST,
        CLOSE
    }

    private static final class Steps implements ServerExchange {

        private final ReceivedRequest request;
        private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>();
        private final AtomicLong written = new AtomicLong();
        private final CountDownLatch aborted = new CountDownLatch(1);
        private boolean chunked;

        Steps(ReceivedRequest request) {
            this.request = request;
        }

        /** Returns false if the connection is to be closed. */
        boolean run(LoopbackConnection connection) throws IOException, InterruptedException {
            try {
                Continuation continuation = Continuation.NEXT_STEP;
                while (continuation == Continuation.NEXT_STEP) {
                    continuation = steps.take().on(connection);
                }
                return continuation == Continuation.NEXT_REQUEST;
            } catch (IOException disconnected) {
                aborted.countDown();
                throw disconnected;
            }
        }

        @Override
        public ReceivedRequest request() {
            return request;
        }

        @Override
        public void head(int status, HttpHeaders headers) {
            StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Text\r\n");
            headers.forEach((name, value) ->
                    head.append(name).append(": ").append(value).append("\r\n"));
            boolean bodiless = status == 204 || status == 304;
            boolean inChunks = !bodiless && headers.first("Content-Length") == null;
            head.append(inChunks ? "Transfer-Encoding: chunked\r\n\r\n" : "\r\n");
            steps.add(connection -> {
                chunked = inChunks;
                connection.write(head.toString());
                return Continuation.NEXT_STEP;
            });
        }

        @Override
        public void data(byte[] bytes) {
            steps.add(connection -> {
                if (chunked) {
                    connection.write(chunk(bytes));
                } else {
                    connection.write(bytes);
                }
                written.addAndGet(bytes.length);
                return Continuation.NEXT_STEP;
            });
        }

        @Override
        public void end() {
            steps.add(connection -> {
                if (chunked) {
                    connection.write("0\r\n\r\n");
                }
                return Continuation.NEXT_REQUEST;
            });
        }

        @Override
        public void cut() {
            steps.add(connection -> {
                connection.reset();
                return Continuation.CLOSE;
            });
        }

        @Override
        public long written() {
            return written.get();
        }

        @Override
        public boolean awaitAbort(Duration timeout) throws InterruptedException {
            steps.add(connection -> {
                if (connection.awaitClientClose()) {
                    aborted.countDown();
                }
                return Continuation.CLOSE;
            });
            return aborted.await(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
        }

        /** Returns one array, so that it is sent by one write. */
        private static byte[] chunk(byte[] bytes) {
            byte[] size = (Integer.toHexString(bytes.length) + "\r\n").getBytes(US_ASCII);
            byte[] chunk = new byte[size.length + bytes.length + 2];
            System.arraycopy(size, 0, chunk, 0, size.length);
            System.arraycopy(bytes, 0, chunk, size.length, bytes.length);
            chunk[chunk.length - 2] = '\r';
            chunk[chunk.length - 1] = '\n';
            return chunk;
        }
    }
}
