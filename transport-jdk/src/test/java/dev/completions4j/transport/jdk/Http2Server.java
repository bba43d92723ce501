// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * A server on the loopback address that negotiates HTTP/2 in the TLS handshake, with a thread per connection and a script
 * that determines every frame.
 */
final class Http2Server implements AutoCloseable {

    /** Handles a connection, which is closed when this returns. */
    @FunctionalInterface
    interface Script {
        void serve(Http2Connection connection) throws IOException, InterruptedException;
    }

    private final SSLContext tls;
    private final Script script;
    private final ServerSocket listener;
    private final AtomicInteger connections = new AtomicInteger();
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    private Http2Server(SSLContext tls, Script script) throws IOException {
        this.tls = tls;
        this.script = script;
        this.listener = new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    }

    static Http2Server running(SSLContext tls, Script script) {
        try {
            Http2Server server = new Http2Server(tls, script);
            daemon("http2-acceptor", server::accept);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String baseUrl() {
        return "https://127.0.0.1:" + listener.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    /** Closes all sockets, and throws if a script failed for another reason than a disconnected client. */
    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        Throwable failure = failures.poll();
        if (failure != null) {
            throw new AssertionError("The script of a server failed", failure);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket tcp = listener.accept();
                connections.incrementAndGet();
                sockets.add(tcp);
                daemon("http2-connection", () -> serve(tcp));
            }
        } catch (IOException closed) {
            // The test has ended.
        }
    }

    private void serve(Socket tcp) {
        try (SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(tcp, null, true)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            socket.setSSLParameters(parameters);
            socket.setTcpNoDelay(true);
            script.serve(new Http2Connection(socket));
        } catch (IOException | InterruptedException gone) {
            // The client disconnected, or the test has ended.
        } catch (RuntimeException | Error failure) {
            failures.add(failure);
        }
    }

    private static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }
}
