// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.completions4j.testkit.ReceivedRequest;
import dev.completions4j.testkit.server.ConnectionScript;
import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.transport.ConnectionInfo;
import dev.completions4j.transport.TransportException;
import dev.completions4j.transport.TransportException.Kind;
import dev.completions4j.transport.TransportRequest;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests routes with fewer connections than exchanges. */
final class PoolTest {

    private static final long PATIENCE_SECONDS = 20;

    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch answer = new CountDownLatch(1);

    /** Delays the first response of each connection until {@link #answer} is counted down. */
    private final ConnectionScript holding = connection -> {
        for (ReceivedRequest request = connection.readRequest(); request != null; request = connection.readRequest()) {
            arrived.countDown();
            answer.await();
            connection.write(TransportFixture.OK);
        }
    };

    @Test
    void exchangesWaitForTheirTurnInTheOrderInWhichTheyWereSent() throws InterruptedException {
        try (TransportFixture fixture = withConnections(1);
                LoopbackServer server = LoopbackServer.running(holding)) {
            List<RecordingHandler> handlers = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                handlers.add(fixture.send(server.baseUrl() + "/" + i, new RecordingHandler()));
            }
            arrived.await();
            fixture.settle();
            assertThat(server.requests()).hasSize(1);
            answer.countDown();

            assertThat(handlers).allSatisfy(each -> assertThat(each.end()).isEqualTo("complete"));
            assertThat(server.requests())
                    .extracting(ReceivedRequest::target)
                    .containsExactly("/0", "/1", "/2", "/3", "/4");
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void waitForATurnIsBounded() throws InterruptedException {
        TransportFixture fixture =
                new TransportFixture(NettyTransport.builder().maxConnections(1).acquireTimeout(Duration.ofMillis(100)));
        try (fixture;
                LoopbackServer server = LoopbackServer.running(holding)) {
            RecordingHandler first = fixture.send(server);
            arrived.await();
            RecordingHandler second = fixture.send(server);

            assertThat(second.end()).isEqualTo("failure ACQUIRE_TIMEOUT NOT_SENT");
            assertThat(second.failure()).hasMessageContaining("100 ms").hasMessageContaining("maxConnections");
            answer.countDown();
            assertThat(first.end()).isEqualTo("complete");
            assertThat(fixture.send(server).end()).isEqualTo("complete");
        }
    }

    @Test
    void cancelWhileWaitingLosesNoTurn() throws InterruptedException {
        try (TransportFixture fixture = withConnections(1);
                LoopbackServer server = LoopbackServer.running(holding)) {
            RecordingHandler first = fixture.send(server);
            arrived.await();
            RecordingHandler second = fixture.send(server);
            RecordingHandler third = fixture.send(server);
            second.exchange().cancel();
            answer.countDown();

            assertThat(first.end()).isEqualTo("complete");
            assertThat(third.end()).isEqualTo("complete");
            assertThat(second.calls()).containsExactly("start");
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void cancelOfTheExchangeWithTheConnectionLetsTheNextOneIn() throws InterruptedException {
        AtomicInteger requests = new AtomicInteger();
        try (TransportFixture fixture = withConnections(1);
                LoopbackServer server = LoopbackServer.running(connection -> {
                    connection.readRequest();
                    boolean isSecond = requests.getAndIncrement() > 0;
                    arrived.countDown();
                    if (isSecond) {
                        connection.write(TransportFixture.OK);
                    }
                    connection.awaitClientClose();
                })) {
            RecordingHandler first = fixture.send(server);
            arrived.await();
            RecordingHandler second = fixture.send(server);
            first.exchange().cancel();

            assertThat(second.end()).isEqualTo("complete");
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void connectionThatDiesLetsTheNextOneIn() throws InterruptedException {
        AtomicInteger connections = new AtomicInteger();
        try (TransportFixture fixture = withConnections(1);
                LoopbackServer server = LoopbackServer.running(connection -> {
                    boolean dies = connections.getAndIncrement() == 0;
                    connection.readRequest();
                    arrived.countDown();
                    answer.await();
                    if (dies) {
                        connection.reset();
                    } else {
                        connection.write(TransportFixture.OK);
                        connection.awaitClientClose();
                    }
                })) {
            RecordingHandler first = fixture.send(server);
            arrived.await();
            RecordingHandler second = fixture.send(server);
            answer.countDown();

            assertThat(first.failure().kind()).isEqualTo(Kind.RESET);
            assertThat(second.end()).isEqualTo("complete");
        }
    }

    @Test
    void failedConnectionLetsTheNextOneIn() throws InterruptedException {
        AtomicInteger lookups = new AtomicInteger();
        NettyTransport.Builder builder = NettyTransport.builder()
                .maxConnections(1)
                .lookup(host -> {
                    if (host.equals("some.test") && lookups.getAndIncrement() == 0) {
                        arrived.countDown();
                        try {
                            answer.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                        throw new UnknownHostException(host);
                    }
                    return new InetAddress[] {InetAddress.getByAddress(new byte[] {127, 0, 0, 1})};
                });
        try (TransportFixture fixture = new TransportFixture(builder);
                LoopbackServer server = LoopbackServer.running(TransportFixture.answering(TransportFixture.OK))) {
            String url = server.baseUrl().replace("127.0.0.1", "some.test");
            RecordingHandler first = fixture.send(url, new RecordingHandler());
            arrived.await();
            RecordingHandler second = fixture.send(url, new RecordingHandler());
            fixture.settle();
            answer.countDown();

            assertThat(first.end()).isEqualTo("failure DNS NOT_SENT");
            assertThat(second.end()).isEqualTo("complete");
        }
    }

    @Test
    void closingTheTransportEndsTheWait() throws InterruptedException {
        try (TransportFixture fixture = withConnections(1);
                LoopbackServer server = LoopbackServer.running(holding)) {
            fixture.send(server);
            arrived.await();
            RecordingHandler second = fixture.send(server);
            fixture.transport.close();

            assertThat(second.end()).isEqualTo("failure CLOSED NOT_SENT");
            answer.countDown();
        }
    }

    @Test
    void agedConnectionServesNoFurtherExchange() {
        TransportFixture fixture = new TransportFixture(NettyTransport.builder().maxConnectionAge(Duration.ofNanos(1)));
        try (fixture;
                LoopbackServer server = LoopbackServer.running(TransportFixture.answering(TransportFixture.OK))) {
            assertThat(fixture.send(server).end()).isEqualTo("complete");
            assertThat(fixture.send(server).end()).isEqualTo("complete");

            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void agedConnectionIsClosedWhileItIsIdle() throws InterruptedException {
        CountDownLatch closed = new CountDownLatch(1);
        TransportFixture fixture =
                new TransportFixture(NettyTransport.builder().maxConnectionAge(Duration.ofMillis(500)));
        try (fixture;
                LoopbackServer server = LoopbackServer.running(connection -> {
                    connection.readRequest();
                    connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nKeep-Alive: timeout=3600\r\n\r\nok");
                    if (connection.awaitClientClose()) {
                        closed.countDown();
                    }
                })) {
            assertThat(fixture.send(server).end()).isEqualTo("complete");

            assertThat(closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** An HTTP/2 connection may have free places while a stream is open for hours. */
    @Test
    void agedConnectionOffersNoFreePlace() {
        EmbeddedChannel channel = new EmbeddedChannel();
        Queue<ConnectionListener> listeners = new ArrayDeque<>();
        RoutePool pool = new RoutePool(
                PoolLimits.DEFAULTS, true, new Failures(new Route("http", "pool.test", 80)), (eventLoop, listener) -> {
                    listeners.add(listener);
                    return eventLoop.newSucceededFuture(
                            new SharedConnection(eventLoop, SharedConnection.PLACES, listener));
                });
        Future<Connection> first = pool.take(channel.eventLoop());
        channel.runPendingTasks();
        SharedConnection connection = (SharedConnection) first.getNow();
        assertThat(pool.takeFree()).isSameAs(connection);
        channel.advanceTimeBy(PoolLimits.DEFAULTS.maxAge().toSeconds(), TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();

        assertThat(pool.takeFree()).isNull();
        var unused = pool.take(channel.eventLoop());
        channel.runPendingTasks();
        assertThat(listeners).hasSize(2);
        // It is closed when its exchanges have ended.
        assertThat(connection.closed).isFalse();
        listeners.remove().onPlaceFree(Duration.ofHours(1));
        assertThat(connection.closed).isTrue();
    }

    /** Connections that may carry several exchanges are opened one at a time, but not at the cost of failures. */
    @Test
    void exchangeHeldBackUntilTheAcquireTimeoutGetsItsOwnConnection() {
        Attempts attempts = new Attempts();
        RoutePool pool = attempts.pool(PoolLimits.DEFAULTS.withMaxConnections(2), true);
        Future<Connection> first = pool.take(attempts.eventLoop());
        Future<Connection> heldBack = pool.take(attempts.eventLoop());
        Future<Connection> oneTooMany = pool.take(attempts.eventLoop());
        attempts.run();
        assertThat(attempts.all).hasSize(1);
        attempts.advance(PoolLimits.DEFAULTS.acquireTimeout());

        assertThat(attempts.all).hasSize(2);
        assertThat(oneTooMany.cause())
                .isInstanceOfSatisfying(
                        TransportException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.ACQUIRE_TIMEOUT));
        attempts.succeed(1);
        assertThat(heldBack.isSuccess()).isTrue();
        // The first connection is no longer needed for it.
        assertThat(first.isSuccess()).isTrue();
        attempts.fail(0);
        assertThat(pool.takeFree()).isSameAs(first.getNow());
    }

    @Test
    void exchangesHeldBackUntilTheAcquireTimeoutGetTheFirstFreePlaces() {
        Attempts attempts = new Attempts();
        RoutePool pool = attempts.pool(PoolLimits.DEFAULTS, true);
        List<Future<Connection>> places = attempts.take(pool, SharedConnection.PLACES);
        attempts.advance(PoolLimits.DEFAULTS.acquireTimeout());
        attempts.advance(PoolLimits.DEFAULTS.acquireTimeout());
        assertThat(attempts.all).hasSize(2);

        attempts.succeed(0);
        assertThat(places).allMatch(Future::isSuccess);
        // A connection for which nobody waits anymore is kept for the next exchange.
        assertThat(pool.takeFree()).isNull();
        attempts.succeed(1);
        assertThat(pool.takeFree()).isSameAs(attempts.connections.get(1));
    }

    @Test
    void exchangesAreNotHeldBackForeverWhenNoConnectionCanBeOpened() {
        Attempts attempts = new Attempts();
        RoutePool pool = attempts.pool(PoolLimits.DEFAULTS, true);
        List<Future<Connection>> places = attempts.take(pool, 5);
        attempts.advance(PoolLimits.DEFAULTS.acquireTimeout());
        // The second attempt hangs, too, and its exchange is cancelled.
        places.get(1).cancel(false);
        attempts.advance(PoolLimits.DEFAULTS.acquireTimeout());
        assertThat(attempts.all).hasSize(2);

        attempts.fail(1);
        assertThat(attempts.all).hasSize(5);
        attempts.fail(0);
        for (int i = 2; i < 5; i++) {
            assertThat(places.get(i).isDone()).isFalse();
            attempts.fail(i);
        }
        assertThat(places).allMatch(Future::isDone);
    }

    /** Otherwise, the place would remain free while a new connection hangs. */
    @Test
    void exchangeThatOpensAConnectionTakesAPlaceThatBecomesFree() {
        Attempts attempts = new Attempts();
        RoutePool pool = attempts.pool(PoolLimits.DEFAULTS, false);
        attempts.places = 1;
        List<Future<Connection>> places = attempts.take(pool, 3);
        attempts.succeed(0);
        attempts.connections.get(0).giveBack();
        attempts.run();

        assertThat(places.get(1).getNow()).isSameAs(attempts.connections.get(0));
        // Its own connection is opened nevertheless, here for an exchange whose connection still hangs.
        attempts.succeed(1);
        assertThat(places.get(2).getNow()).isSameAs(attempts.connections.get(1));
        attempts.fail(2);
        assertThat(places).allMatch(Future::isSuccess);
    }

    @Test
    void cancelOfAnExchangeThatTimedOutAbortsItsConnection() {
        Attempts attempts = new Attempts();
        RoutePool pool = attempts.pool(PoolLimits.DEFAULTS, true);
        List<Future<Connection>> places = attempts.take(pool, 2);
        attempts.advance(PoolLimits.DEFAULTS.acquireTimeout());
        attempts.cancel(places.get(1));

        assertThat(attempts.all.get(1).isCancelled()).isTrue();
        attempts.succeed(0);
        assertThat(places.get(0).isSuccess()).isTrue();
        attempts.assertPlaces(pool, SharedConnection.PLACES - 1);
    }

    /** Returns the orders of the cancellation of three exchanges, with and without multiplexing. */
    static Stream<Arguments> cancellations() {
        return Stream.of(List.of(0, 1, 2), List.of(0, 2, 1), List.of(1, 2, 0), List.of(2, 0, 1))
                .flatMap(order -> Stream.of(Arguments.of(true, order), Arguments.of(false, order)));
    }

    /** Otherwise, no attempt would succeed while all take longer than an exchange waits. */
    @ParameterizedTest
    @MethodSource("cancellations")
    void cancelKeepsTheAttemptForTheExchangesWithoutOne(boolean multiplexed, List<Integer> order) {
        Attempts attempts = new Attempts();
        RoutePool pool = attempts.pool(PoolLimits.DEFAULTS.withMaxConnections(1), multiplexed);
        List<Future<Connection>> places = attempts.take(pool, 3);
        attempts.cancel(places.get(order.get(0)));
        attempts.cancel(places.get(order.get(1)));
        assertThat(attempts.all).singleElement().matches(attempt -> !attempt.isDone());

        attempts.succeed(0);
        assertThat(places.get(order.get(2)).getNow()).isSameAs(attempts.connections.get(0));
        attempts.assertPlaces(pool, SharedConnection.PLACES - 1);
    }

    @ParameterizedTest
    @MethodSource("cancellations")
    void cancelOfTheLastExchangeAbortsAllAttempts(boolean multiplexed, List<Integer> order) {
        Attempts attempts = new Attempts();
        RoutePool pool = attempts.pool(PoolLimits.DEFAULTS.withMaxConnections(2), multiplexed);
        List<Future<Connection>> places = attempts.take(pool, 3);
        order.forEach(next -> attempts.cancel(places.get(next)));

        assertThat(attempts.all).hasSize(multiplexed ? 1 : 2).allMatch(Future::isCancelled);
        assertThat(pool.takeFree()).isNull();
    }

    /** The failure of an attempt is that of the exchange for which it was started. */
    @Test
    void failureOfAnAttemptThatWasKeptFailsNoOtherExchange() {
        Attempts attempts = new Attempts();
        RoutePool pool = attempts.pool(PoolLimits.DEFAULTS, true);
        List<Future<Connection>> places = attempts.take(pool, 3);
        attempts.cancel(places.get(0));
        attempts.fail(0);

        assertThat(attempts.all).hasSize(3);
        attempts.succeed(1);
        attempts.succeed(2);
        assertThat(places.subList(1, 3)).allMatch(Future::isSuccess);
    }

    @Test
    void cancelBeforeTheStartOfAnAttemptStartsThatOfTheNextExchange() {
        Attempts attempts = new Attempts();
        RoutePool pool = attempts.pool(PoolLimits.DEFAULTS.withMaxConnections(1), true);
        Future<Connection> first = pool.take(attempts.eventLoop());
        Future<Connection> second = pool.take(attempts.eventLoop());
        attempts.cancel(first);

        attempts.succeed(0);
        assertThat(attempts.all).hasSize(1);
        assertThat(second.isSuccess()).isTrue();
        attempts.assertPlaces(pool, SharedConnection.PLACES - 1);
    }

    @Test
    void closeAbortsAttemptsForWhichNobodyWaits() {
        Attempts attempts = new Attempts();
        RoutePool pool = attempts.pool(PoolLimits.DEFAULTS, false);
        attempts.places = 1;
        List<Future<Connection>> places = attempts.take(pool, 2);
        attempts.succeed(0);
        attempts.connections.get(0).giveBack();
        attempts.run();
        assertThat(places).allMatch(Future::isSuccess);
        assertThat(attempts.all.get(1).isDone()).isFalse();
        pool.abortAttempts();
        attempts.run();

        assertThat(attempts.all.get(1).isCancelled()).isTrue();
    }

    @Test
    void everyExchangeEndsWhenManyCompeteAndSomeAreCancelled() throws InterruptedException {
        int threads = 4;
        int each = 100;
        List<RecordingHandler> patient = new ArrayList<>();
        CountDownLatch sent = new CountDownLatch(threads);
        try (NettyTransport transport =
                        NettyTransport.builder().maxConnections(3).build();
                LoopbackServer server = LoopbackServer.running(TransportFixture.answering(TransportFixture.OK))) {
            for (int t = 0; t < threads; t++) {
                Thread thread = new Thread(() -> {
                    for (int i = 0; i < each; i++) {
                        RecordingHandler handler = new RecordingHandler();
                        transport.send(TransportFixture.request(server.baseUrl(), "prompt"), handler);
                        if (i % 3 == 0) {
                            handler.exchange().cancel();
                        } else {
                            synchronized (patient) {
                                patient.add(handler);
                            }
                        }
                    }
                    sent.countDown();
                });
                thread.setDaemon(true);
                thread.start();
            }
            assertThat(sent.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();

            assertThat(patient)
                    .hasSize(threads * (each - (each + 2) / 3))
                    .allSatisfy(handler -> assertThat(handler.end()).isEqualTo("complete"));
        }
    }

    @Test
    void limitsMustBePositive() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NettyTransport.builder().maxConnections(0))
                .withMessageContaining("maxConnections");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NettyTransport.builder().acquireTimeout(Duration.ZERO))
                .withMessageContaining("acquireTimeout");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NettyTransport.builder().maxConnectionAge(Duration.ofSeconds(-1)))
                .withMessageContaining("maxAge");
    }

    private static TransportFixture withConnections(int max) {
        return new TransportFixture(NettyTransport.builder().maxConnections(max));
    }

    /** The connection attempts of a pool, which hang until the test ends them. */
    private static final class Attempts {

        private final EmbeddedChannel channel = new EmbeddedChannel();
        private final List<Promise<Connection>> all = new ArrayList<>();
        private final List<ConnectionListener> listeners = new ArrayList<>();
        private final List<SharedConnection> connections = new ArrayList<>();
        private int places = SharedConnection.PLACES;

        RoutePool pool(PoolLimits limits, boolean multiplexed) {
            Failures failures = new Failures(new Route("http", "pool.test", 80));
            return new RoutePool(limits, multiplexed, failures, (eventLoop, listener) -> {
                Promise<Connection> attempt = eventLoop.newPromise();
                all.add(attempt);
                listeners.add(listener);
                return attempt;
            });
        }

        EventLoop eventLoop() {
            return channel.eventLoop();
        }

        List<Future<Connection>> take(RoutePool pool, int count) {
            List<Future<Connection>> taken = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                taken.add(pool.take(eventLoop()));
            }
            run();
            return taken;
        }

        void succeed(int attempt) {
            SharedConnection opened = new SharedConnection(eventLoop(), places, listeners.get(attempt));
            connections.add(opened);
            all.get(attempt).setSuccess(opened);
            run();
        }

        void fail(int attempt) {
            all.get(attempt).setFailure(new IllegalStateException("refused"));
            run();
        }

        void cancel(Future<Connection> place) {
            place.cancel(false);
            run();
        }

        void assertPlaces(RoutePool pool, int free) {
            for (int i = 0; i < free; i++) {
                assertThat(pool.takeFree()).isNotNull();
            }
            assertThat(pool.takeFree()).isNull();
        }

        void advance(Duration time) {
            channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
            channel.runScheduledPendingTasks();
            run();
        }

        void run() {
            channel.runPendingTasks();
        }
    }

    /** A connection of which only the places are used. */
    private static final class SharedConnection implements Connection {

        static final int PLACES = 100;

        private final EventLoop eventLoop;
        private final int places;
        private final ConnectionListener listener;
        private boolean closed;

        SharedConnection(EventLoop eventLoop, int places, ConnectionListener listener) {
            this.eventLoop = eventLoop;
            this.places = places;
            this.listener = listener;
        }

        @Override
        public EventLoop eventLoop() {
            return eventLoop;
        }

        @Override
        public int places() {
            return places;
        }

        @Override
        public ConnectionInfo info() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isUsable() {
            return !closed;
        }

        @Override
        public TransportException refusal() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void send(TransportRequest request, ResponseSink sink) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void giveBack() {
            listener.onPlaceFree(Duration.ofHours(1));
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
