// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.testkit.server.TestCertificate;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ConnectionsTest {

    private static final long PATIENCE_SECONDS = 20;

    private final EventLoop eventLoop = TestEventLoops.nio(1).next();
    private final CompletableFuture<Promise<List<SocketAddress>>> hanging = new CompletableFuture<>();

    @AfterEach
    void endEventLoop() {
        eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** Otherwise, its lookup would end after the event loops. */
    @Test
    void closeAbortsTheLookupOfAConnectionThatNobodyWaitsFor() throws Exception {
        try (LoopbackServer server = LoopbackServer.running(TransportFixture.answering(TransportFixture.OK))) {
            Route route = Route.of(URI.create(server.baseUrl()));
            Queue<SocketAddress> found = new ConcurrentLinkedQueue<>();
            found.add(new InetSocketAddress(route.host(), route.port()));
            Connections connections = connections((to, loop) -> find(found.poll()));
            Connection first = get(connections.take(route, eventLoop));
            Future<Connection> second = connections.take(route, eventLoop);
            Promise<List<SocketAddress>> lookup = hanging.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            first.giveBackLater();
            assertThat(get(second)).isSameAs(first);
            connections.close().sync();

            assertThat(lookup.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(lookup.isCancelled()).isTrue();
        }
    }

    /** The JVM's default context is read from files. */
    @Test
    void theHandshakeWaitsForAContextThatIsBeingCreated() throws Exception {
        try (LoopbackServer server = LoopbackServer.running(
                TransportFixture.answering(TransportFixture.OK), TestCertificate.serverContext())) {
            Route route = Route.of(URI.create(server.baseUrl()));
            SocketAddress address = new InetSocketAddress(route.host(), route.port());
            Connections connections = connections((to, loop) -> find(address), new ContextOfTheLastMoment());

            assertThat(get(connections.take(route, eventLoop))).isNotNull();
        }
    }

    /** A context that is created after the event loop has asked for it at the beginning and before the handshake. */
    private final class ContextOfTheLastMoment implements TlsContexts {

        private final AtomicInteger requests = new AtomicInteger();
        private final CompletableFuture<Boolean> created = new CompletableFuture<>();

        @Override
        public SSLContext next() {
            assertThat(created).isDone();
            return TestCertificate.clientContext();
        }

        @Override
        public CompletableFuture<?> prepare() {
            if (requests.incrementAndGet() == 2) {
                eventLoop.execute(() -> created.complete(true));
            }
            return created;
        }
    }

    /** Returns the address; if there is none, a lookup that hangs. */
    private Future<List<SocketAddress>> find(@Nullable SocketAddress address) {
        if (address != null) {
            return eventLoop.newSucceededFuture(List.of(address));
        }
        Promise<List<SocketAddress>> lookup = eventLoop.newPromise();
        hanging.complete(lookup);
        return lookup;
    }

    private static Connections connections(Addresses addresses) {
        return connections(addresses, DefaultTlsContext.INSTANCE);
    }

    private static Connections connections(Addresses addresses, TlsContexts contexts) {
        ChannelOpener opener = new ChannelOpener(
                Io.NIO,
                () -> ByteBufAllocator.DEFAULT,
                null,
                new TlsHandlers(contexts),
                new Http2Support(true, false),
                new ConnectionLimits(8192, ConnectionLimits.DEFAULT_PING_INTERVAL));
        return new Connections(PoolLimits.DEFAULTS, addresses, opener, Duration.ofHours(1));
    }

    private static Connection get(Future<Connection> place) throws Exception {
        return place.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
