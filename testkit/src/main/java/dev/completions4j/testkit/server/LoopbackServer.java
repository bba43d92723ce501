// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.server;

import dev.completions4j.testkit.ReceivedRequest;
import dev.completions4j.testkit.model.FakeModel;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 server on the loopback address, with real sockets and a thread for each connection.
 *
 * <p>It listens from its creation until {@link #close}, which ends all its connections and threads. Safe for use by
 * multiple threads.
 */
public final class LoopbackServer implements AutoCloseable {

    private static final String ADDRESS = "127.0.0.1";
    /** Enough for a burst of clients; with the default, some would wait a second to connect. */
    private static final int BACKLOG = 1024;

    private static final int REMEMBERED = 100;

    private static final Duration END_PATIENCE = Duration.ofSeconds(10);

    private final ConnectionScript script;
    private final @Nullable SSLContext tls;
    private final ServerSocket listener;
    private final Thread acceptor;
    private final TrafficLog log;
    private final Map<Socket, Thread> serving = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean closing;

    private LoopbackServer(ConnectionScript script, @Nullable SSLContext tls, int port, TrafficLog log) {
        this.script = script;
        this.tls = tls;
        this.log = log;
        try {
            listener = new ServerSocket(port, BACKLOG, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        } catch (IOException e) {
            String problem = port == 0
                    ? "Cannot listen on " + ADDRESS + "; allow local sockets"
                    : "Cannot listen on port " + port + " of " + ADDRESS + "; choose another, or 0 for any free port";
            throw new UncheckedIOException(problem, e);
        }
        acceptor = daemon("completions4j-loopback-" + listener.getLocalPort(), this::acceptConnections);
    }

    /**
     * Starts a server for a model, a {@link FakeEndpoint} without authentication.
     *
     * @param model the model
     */
    public static LoopbackServer serving(FakeModel model) {
        return running(FakeEndpoint.of(model));
    }

    /**
     * Starts a server with TLS for a model, a {@link FakeEndpoint} without authentication.
     *
     * @param model the model
     * @param tls the context with the server's certificate, such as {@link TestCertificate#serverContext()}
     */
    public static LoopbackServer serving(FakeModel model, SSLContext tls) {
        return running(FakeEndpoint.of(model), tls);
    }

    /**
     * Starts a server that runs a script for each connection.
     *
     * @param script the script
     */
    public static LoopbackServer running(ConnectionScript script) {
        return started(new LoopbackServer(script, null, 0, new TrafficLog(Integer.MAX_VALUE)));
    }

    /**
     * Starts a server with TLS that runs a script for each connection.
     *
     * @param script the script
     * @param tls the context with the server's certificate, such as {@link TestCertificate#serverContext()}
     */
    public static LoopbackServer running(ConnectionScript script, SSLContext tls) {
        return started(new LoopbackServer(script, tls, 0, new TrafficLog(Integer.MAX_VALUE)));
    }

    /**
     * Starts a server on a given port that runs a script for each connection. It keeps only the last 100 requests, and
     * those that it is answering, so that it may run for days.
     *
     * @param script the script
     * @param port 0 to 65535; 0 for any free port
     * @throws UncheckedIOException if the port is not available, for example because another program listens on it
     */
    public static LoopbackServer running(ConnectionScript script, int port) {
        return started(new LoopbackServer(script, null, port, new TrafficLog(REMEMBERED)));
    }

    /** Returns scheme, address and port of this server, such as {@code http://127.0.0.1:40123}. */
    public String baseUrl() {
        return (tls == null ? "http://" : "https://") + ADDRESS + ":" + listener.getLocalPort();
    }

    /** Returns the number of connections accepted so far. */
    public int connections() {
        return log.connections();
    }

    /** Returns the number of open connections: accepted ones whose scripts have not ended. */
    public int openConnections() {
        return log.openConnections();
    }

    /** Returns the requests completely received so far, in the order in which they ended. */
    public List<ReceivedRequest> requests() {
        return log.requests();
    }

    /**
     * Returns the progress of the responses to {@link #requests()}, in the same order.
     *
     * <p>What a script writes belongs to the response to the request that it read last.
     */
    public List<ServedResponse> responses() {
        return log.responses();
    }

    /**
     * Returns the number of requests being answered: those received, for which the script has neither read the next
     * request nor ended. This is what servers report as running requests.
     */
    public int openResponses() {
        return log.openResponses();
    }

    /**
     * Waits until a client closes or resets its connection while the script writes to it or waits for this. Each such
     * event is reported once.
     *
     * <p>A response that fits into the buffers of both sockets is written before the client can disconnect.
     *
     * @param patience the maximum time to wait
     * @return false if there was no such event in time
     */
    public boolean awaitHangUp(Duration patience) throws InterruptedException {
        return log.awaitHangUp(patience);
    }

    /**
     * Waits until no connection is open, that is, until every script has ended, for whatever reason.
     *
     * @param patience the maximum time to wait
     * @return false if a connection is still open then
     */
    public boolean awaitNoConnections(Duration patience) throws InterruptedException {
        return log.awaitNoConnections(patience);
    }

    /**
     * Closes all sockets and ends all threads. A caller that is interrupted does not wait for their end.
     *
     * @throws AssertionError if a script failed, or does not end when its thread is interrupted
     */
    @Override
    public void close() {
        closing = true;
        closeQuietly(listener);
        end(acceptor);
        // A copy, since threads remove themselves shortly before they end.
        Map<Socket, Thread> open = Map.copyOf(serving);
        open.forEach((tcp, thread) -> {
            closeQuietly(tcp);
            thread.interrupt();
        });
        open.values().forEach(LoopbackServer::end);
        Throwable first = failure.getAndSet(null);
        if (first != null) {
            throw new AssertionError("A loopback server failed, most likely in its script; see the cause", first);
        }
    }

    private static LoopbackServer started(LoopbackServer server) {
        server.acceptor.start();
        return server;
    }

    private void acceptConnections() {
        try {
            while (true) {
                Socket tcp = listener.accept();
                log.addConnection();
                Thread thread = daemon(Thread.currentThread().getName() + "-" + tcp.getPort(), () -> serve(tcp));
                serving.put(tcp, thread);
                thread.start();
            }
        } catch (IOException e) {
            if (!closing) {
                failure.compareAndSet(null, e);
            }
        }
    }

    private void serve(Socket tcp) {
        try (tcp;
                LoopbackConnection connection = new LoopbackConnection(tcp, layered(tcp), log)) {
            run(connection);
        } catch (IOException e) {
            // The client disconnected, or the server closes.
        } finally {
            serving.remove(tcp);
            log.addConnectionEnd();
        }
    }

    private void run(LoopbackConnection connection) throws IOException {
        try {
            script.serve(connection);
        } catch (InterruptedException e) {
            // The server closes.
        } catch (RuntimeException | Error e) {
            // Recorded before the client can see the connection end; otherwise a test that ends then would miss it.
            failure.compareAndSet(null, e);
        }
    }

    private Socket layered(Socket tcp) throws IOException {
        return tls == null ? tcp : tls.getSocketFactory().createSocket(tcp, null, true);
    }

    private static Thread daemon(String name, Runnable task) {
        // A server sees nothing of its clients but their requests; the script's classes are those of its creator.
        Thread thread = new Thread(null, task, name, 0, false);
        thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
        thread.setDaemon(true);
        return thread;
    }

    private static void end(Thread thread) {
        if (thread == Thread.currentThread()) {
            return;
        }
        try {
            thread.join(TimeUnit.MILLISECONDS.convert(END_PATIENCE));
        } catch (InterruptedException e) {
            // The thread was not given its time, so nothing is known about its script.
            Thread.currentThread().interrupt();
            return;
        }
        if (thread.isAlive()) {
            throw new AssertionError(
                    "The thread " + thread.getName() + " does not end; its script must return when it is interrupted");
        }
    }

    private static void closeQuietly(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // The socket is closed regardless.
        }
    }
}
