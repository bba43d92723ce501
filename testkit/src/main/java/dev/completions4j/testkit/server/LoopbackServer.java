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
 * A server on the loopback address that speaks raw HTTP/1.1 over real sockets, with a thread for each connection.
 *
 * <p>It listens from its creation until {@link #close}, which ends all its connections and threads. Safe for use by any
 * number of threads.
 */
public final class LoopbackServer implements AutoCloseable {

    private static final String ADDRESS = "127.0.0.1";
    /** Enough for a burst of clients, of which the default would make some wait a second to be let in. */
    private static final int BACKLOG = 1024;

    private static final Duration END_PATIENCE = Duration.ofSeconds(10);

    private final ConnectionScript script;
    private final @Nullable SSLContext tls;
    private final ServerSocket listener;
    private final Thread acceptor;
    private final TrafficLog log = new TrafficLog();
    private final Map<Socket, Thread> serving = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean closing;

    private LoopbackServer(ConnectionScript script, @Nullable SSLContext tls) {
        this.script = script;
        this.tls = tls;
        try {
            listener = new ServerSocket(0, BACKLOG, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        } catch (IOException e) {
            throw new UncheckedIOException("No port of " + ADDRESS + " can be listened on; allow local sockets", e);
        }
        acceptor = daemon("completions4j-loopback-" + listener.getLocalPort(), this::acceptConnections);
    }

    /** A server that serves the model as a {@link FakeEndpoint} that asks for no key. */
    public static LoopbackServer serving(FakeModel model) {
        return running(FakeEndpoint.of(model));
    }

    /**
     * A server that serves the model as a {@link FakeEndpoint} that asks for no key, inside TLS.
     *
     * @param tls what the server presents, such as {@link TestCertificate#serverContext()}
     */
    public static LoopbackServer serving(FakeModel model, SSLContext tls) {
        return running(FakeEndpoint.of(model), tls);
    }

    /** A server that runs the script for each connection. */
    public static LoopbackServer running(ConnectionScript script) {
        return started(new LoopbackServer(script, null));
    }

    /**
     * A server that runs the script for each connection, inside TLS.
     *
     * @param tls what the server presents, such as {@link TestCertificate#serverContext()}
     */
    public static LoopbackServer running(ConnectionScript script, SSLContext tls) {
        return started(new LoopbackServer(script, tls));
    }

    /** Where the server listens: scheme, address and port, such as {@code http://127.0.0.1:40123}. */
    public String baseUrl() {
        return (tls == null ? "http://" : "https://") + ADDRESS + ":" + listener.getLocalPort();
    }

    /** How many connections were accepted so far. */
    public int connections() {
        return log.connections();
    }

    /** How many connections are open: accepted, and their scripts have not ended. */
    public int openConnections() {
        return log.openConnections();
    }

    /** The requests so far that were received whole, in the order of their ends. */
    public List<ReceivedRequest> requests() {
        return log.requests();
    }

    /**
     * How the server came along with the response to each of {@link #requests()}, in the same order.
     *
     * <p>What a script writes counts as the response to the request that it read last.
     */
    public List<ServedResponse> responses() {
        return log.responses();
    }

    /**
     * How many requests are being answered: received whole, while the script has neither read on nor ended. What servers
     * report as running requests.
     */
    public int openResponses() {
        return log.openResponses();
    }

    /**
     * Waits until a client closes or resets its connection while it is written to, or while the script waits for that.
     * Each such event is reported once.
     *
     * <p>A response that fits into the buffers of both sockets is written before the client can hang up.
     *
     * @param patience how long to wait
     * @return false if there was none in time
     */
    public boolean awaitHangUp(Duration patience) throws InterruptedException {
        return log.awaitHangUp(patience);
    }

    /**
     * Waits until no connection is open: until every script has ended, be it because the client left or by itself.
     *
     * @param patience how long to wait
     * @return false if one is still open then
     */
    public boolean awaitNoConnections(Duration patience) throws InterruptedException {
        return log.awaitNoConnections(patience);
    }

    /**
     * Closes all sockets and ends all threads.
     *
     * @throws AssertionError if a script failed, or does not end when it is interrupted
     */
    @Override
    public void close() {
        closing = true;
        closeQuietly(listener);
        end(acceptor);
        serving.forEach((tcp, thread) -> {
            closeQuietly(tcp);
            thread.interrupt();
        });
        serving.values().forEach(LoopbackServer::end);
        Throwable first = failure.getAndSet(null);
        if (first != null) {
            throw new AssertionError(
                    "A loopback server failed, most likely in its script; the cause tells where", first);
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
            // The client left, or the server closes.
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
            // Noted before the client can see the connection end, or a test that ends then would miss it.
            failure.compareAndSet(null, e);
        }
    }

    private Socket layered(Socket tcp) throws IOException {
        return tls == null ? tcp : tls.getSocketFactory().createSocket(tcp, null, true);
    }

    private static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
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
            Thread.currentThread().interrupt();
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
            // It is closed all the same.
        }
    }
}
