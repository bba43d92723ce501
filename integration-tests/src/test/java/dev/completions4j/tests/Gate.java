// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.server.LoopbackServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A gate in front of a server, which blocks or misdirects clients until it is opened, and then forwards everything. */
final class Gate implements AutoCloseable {

    /** The minimum; some systems add one or two. */
    private static final int BACKLOG = 1;

    /** In the notation of the kernel. */
    private static final String SYN_SENT = "02";

    private final String scheme;
    private final InetSocketAddress server;
    private final ServerSocket listener = new ServerSocket();
    /** Reserves the port while it is not listening. */
    private final Socket reservation = new Socket();

    private final List<SocketChannel> fillers = new ArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final CountDownLatch arrival = new CountDownLatch(1);
    private final CountDownLatch hangUp = new CountDownLatch(1);
    private final AtomicInteger clients = new AtomicInteger();
    /** The address to forward clients to; null leaves them waiting. */
    private volatile @Nullable InetSocketAddress target;

    private Gate(LoopbackServer server, @Nullable LoopbackServer other) throws IOException {
        this.scheme = URI.create(server.baseUrl()).getScheme();
        this.server = addressOf(server);
        this.target = other == null ? null : addressOf(other);
        reservation.setReuseAddress(true);
        reservation.bind(new InetSocketAddress(this.server.getAddress(), 0));
        listener.setReuseAddress(true);
    }

    private static InetSocketAddress addressOf(LoopbackServer server) {
        URI url = URI.create(server.baseUrl());
        return new InetSocketAddress(url.getHost(), url.getPort());
    }

    /** Returns a gate that refuses connections. */
    static Gate refusing(LoopbackServer server) throws IOException {
        return new Gate(server, null);
    }

    /** Returns a gate that does not accept connections. */
    static Gate shut(LoopbackServer server) throws IOException {
        Gate gate = new Gate(server, null);
        gate.listen();
        gate.fillBacklog();
        return gate;
    }

    /** Returns a gate that accepts connections and sends nothing. */
    static Gate silent(LoopbackServer server) throws IOException {
        Gate gate = new Gate(server, null);
        gate.listen();
        start(gate::acceptAll);
        return gate;
    }

    /** Returns a gate that forwards clients to another server. */
    static Gate misdirecting(LoopbackServer server, LoopbackServer other) throws IOException {
        Gate gate = new Gate(server, other);
        gate.listen();
        start(gate::acceptAll);
        return gate;
    }

    private void listen() throws IOException {
        listener.bind(reservation.getLocalSocketAddress(), BACKLOG);
    }

    String baseUrl() {
        return scheme + "://" + server.getHostString() + ":" + reservation.getLocalPort();
    }

    /** Returns the number of clients accepted so far. */
    int clients() {
        return clients.get();
    }

    /** Waits until a client has sent its first byte to a silent gate. */
    void awaitArrival() throws InterruptedException {
        assertThat(arrival.await(20, TimeUnit.SECONDS)).isTrue();
    }

    /** Waits until a client has disconnected from a silent gate. */
    void awaitHangUp() throws InterruptedException {
        assertThat(hangUp.await(20, TimeUnit.SECONDS)).isTrue();
    }

    /**
     * Waits until exactly the given number of clients are connecting to a shut gate, where the system reports it: on
     * Linux.
     */
    synchronized void awaitConnecting(int clients) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (Files.exists(Path.of("/proc/net/tcp")) && connecting() != clients) {
            assertThat(System.nanoTime())
                    .as("%d clients are connecting, not %d", connecting(), clients)
                    .isLessThan(deadline);
            // The kernel sends no notification, and takes milliseconds to list its connections.
            TimeUnit.MILLISECONDS.timedWait(this, 20);
        }
    }

    private long connecting() throws IOException {
        // Columns: number, local address, remote address, state.
        String waiting = String.format(Locale.ROOT, ":%04X %s ", reservation.getLocalPort(), SYN_SENT);
        long count = 0;
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            if (Files.exists(Path.of(table))) {
                count += Files.readAllLines(Path.of(table)).stream()
                        .filter(line -> line.contains(waiting))
                        .count();
            }
        }
        return count;
    }

    /** Forwards all clients from now on. */
    void open() throws IOException {
        target = server;
        if (!listener.isBound()) {
            listen();
            start(this::acceptAll);
        } else if (!fillers.isEmpty()) {
            // They arrived first.
            for (SocketChannel filler : fillers) {
                filler.close();
                listener.accept().close();
            }
            start(this::acceptAll);
        }
    }

    private void fillBacklog() throws IOException {
        while (true) {
            SocketChannel filler = SocketChannel.open();
            filler.configureBlocking(false);
            filler.connect(listener.getLocalSocketAddress());
            // On the loopback address, it is either connected immediately or has to wait.
            if (!filler.finishConnect()) {
                filler.close();
                return;
            }
            fillers.add(filler);
        }
    }

    private void acceptAll() {
        try {
            while (true) {
                Socket client = listener.accept();
                clients.incrementAndGet();
                sockets.add(client);
                InetSocketAddress to = target;
                start(to == null ? () -> keepWaiting(client) : () -> passOn(client, to));
            }
        } catch (IOException e) {
            // The gate is closed.
        }
    }

    private void keepWaiting(Socket client) {
        try (client) {
            if (client.getInputStream().read() >= 0) {
                arrival.countDown();
            }
            client.getInputStream().readAllBytes();
        } catch (IOException e) {
            // Reset by the client.
        }
        hangUp.countDown();
    }

    private void passOn(Socket client, InetSocketAddress to) {
        try (client;
                Socket inner = new Socket(to.getAddress(), to.getPort())) {
            sockets.add(inner);
            start(() -> copy(inner, client));
            copy(client, inner);
        } catch (IOException e) {
            // The server is closed.
        }
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One of them is closed.
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "gate");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        reservation.close();
        for (SocketChannel filler : fillers) {
            filler.close();
        }
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
