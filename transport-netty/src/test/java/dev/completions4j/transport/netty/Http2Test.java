// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import static dev.completions4j.transport.netty.RawHttp2.DATA;
import static dev.completions4j.transport.netty.RawHttp2.END_HEADERS;
import static dev.completions4j.transport.netty.RawHttp2.END_STREAM;
import static dev.completions4j.transport.netty.RawHttp2.HEADERS;
import static dev.completions4j.transport.netty.RawHttp2.RST_STREAM;
import static dev.completions4j.transport.netty.RawHttp2.STATUS_200;
import static dev.completions4j.transport.netty.RawHttp2.frame;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.testkit.server.TestCertificate;
import dev.completions4j.transport.TransportConfig;
import dev.completions4j.transport.TransportFeature;
import dev.completions4j.transport.netty.NettyTransport.Http2;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class Http2Test {

    private static final int FRAME = 16 * 1024;
    private static final int STREAM_WINDOW = 256 * 1024;

    private final TransportFixture fixture =
            new TransportFixture(NettyTransport.builder().http2(Http2.PRIOR_KNOWLEDGE));

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void exchangesShareAConnection() throws InterruptedException {
        try (Http2Server server = Http2Server.cleartext(exchange -> {})) {
            RecordingHandler first = send(server);
            RecordingHandler second = send(server);
            Http2Server.Exchange one = server.nextExchange();
            Http2Server.Exchange two = server.nextExchange();
            two.ok("two");
            one.ok("one");

            assertThat(first.end()).isEqualTo("complete");
            assertThat(second.end()).isEqualTo("complete");
            assertThat(List.of(first.body(), second.body())).containsExactlyInAnyOrder("one", "two");
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void requestIsSentAsHttp2Requires() throws InterruptedException {
        try (Http2Server server = Http2Server.cleartext(exchange -> exchange.ok("ok"))) {
            RecordingHandler handler = send(server);

            assertThat(handler.end()).isEqualTo("complete");
            assertThat(handler.head().protocol()).isEqualTo("HTTP/2");
            assertThat(handler.head().headers().names()).isEmpty();
            Http2Server.Exchange exchange = server.nextExchange();
            assertThat(exchange.body()).isEqualTo("prompt");
            assertThat(exchange.head())
                    .extracting(header -> header.getKey() + "=" + header.getValue())
                    .containsExactlyInAnyOrder(
                            ":method=POST",
                            ":scheme=http",
                            ":authority=" + server.baseUrl().substring("http://".length()),
                            ":path=/v1/completions",
                            "content-type=application/json",
                            "authorization=Bearer secret-key",
                            "content-length=6");
            Http2Settings settings = server.nextClientSettings();
            assertThat(settings.pushEnabled()).isFalse();
            assertThat(settings.initialWindowSize()).isEqualTo(STREAM_WINDOW);
            assertThat(settings.maxHeaderListSize()).isEqualTo(64 * 1024);
        }
    }

    @Test
    void negotiatesHttp2() {
        try (TransportFixture trusting = negotiating(Http2.NEGOTIATED);
                Http2Server server =
                        Http2Server.secure(TestCertificate.serverContext(), exchange -> exchange.ok("ok"))) {
            RecordingHandler handler = trusting.send(server.baseUrl() + "/", new RecordingHandler());

            assertThat(handler.end()).isEqualTo("complete");
            assertThat(handler.head().protocol()).isEqualTo("HTTP/2");
        }
    }

    @ParameterizedTest
    @EnumSource(Http2.class)
    void usesHttp1WithoutNegotiation(Http2 http2) {
        try (TransportFixture trusting = negotiating(http2);
                LoopbackServer server = LoopbackServer.running(
                        TransportFixture.answering(TransportFixture.OK), TestCertificate.serverContext())) {
            assertThat(trusting.send(server).end()).isEqualTo("complete");
            assertThat(trusting.send(server).head().protocol()).isEqualTo("HTTP/1.1");
        }
    }

    @Test
    void doesNotOfferHttp2IfItIsOff() {
        try (TransportFixture trusting = negotiating(Http2.OFF);
                Http2Server server =
                        Http2Server.secure(TestCertificate.serverContext(), exchange -> exchange.ok("ok"))) {
            RecordingHandler handler = trusting.send(server.baseUrl() + "/", new RecordingHandler());

            // The server continues in HTTP/2, because it supports nothing else.
            assertThat(handler.end()).startsWith("failure");
            assertThat(trusting.transport.info().protocols()).containsExactly("HTTP/1.1");
            assertThat(trusting.transport.info().features()).doesNotContain(TransportFeature.HTTP_2);
        }
    }

    @Test
    void serverWithoutHttp2ReceivesNoRequest() {
        try (LoopbackServer server = LoopbackServer.running(connection -> {
            connection.write("HTTP/1.1 400 Bad Request\r\n\r\n");
            connection.awaitClientClose();
        })) {
            assertThat(fixture.send(server).end()).isEqualTo("failure PROTOCOL NOT_SENT");
        }
    }

    @Test
    void connectTimeoutIncludesReadiness() {
        TransportConfig config = TransportConfig.defaults().withConnectTimeout(Duration.ofMillis(200));
        TransportFixture impatient = new TransportFixture(
                NettyTransport.builder().http2(Http2.PRIOR_KNOWLEDGE).config(config));
        try (impatient;
                LoopbackServer silent = LoopbackServer.running(connection -> connection.awaitClientClose())) {
            assertThat(impatient.send(silent).end()).isEqualTo("failure CONNECT_TIMEOUT NOT_SENT");
        }
    }

    /** The data of the paused streams is more than half of the connection window, and so is that of the others. */
    @Test
    void slowStreamsArePausedAndBlockNoOther() throws InterruptedException {
        int frames = 64;
        int length = frames * FRAME;
        byte[] frame = new byte[FRAME];
        try (Http2Server server = Http2Server.cleartext(exchange -> {
            exchange.head("200");
            for (int i = 1; i <= frames; i++) {
                exchange.data(Unpooled.wrappedBuffer(frame), i == frames);
            }
        })) {
            RecordingHandler slow = send(server, new RecordingHandler(1));
            Http2Server.Exchange held = server.nextExchange();
            held.awaitWrites(STREAM_WINDOW / FRAME);
            List<RecordingHandler> paused = new ArrayList<>();
            for (int i = 0; i < 33; i++) {
                paused.add(send(server, new RecordingHandler(0)));
                server.nextExchange().awaitWrites(STREAM_WINDOW / FRAME);
            }
            for (int i = 0; i < 9; i++) {
                RecordingHandler quick = send(server);
                assertThat(quick.end()).isEqualTo("complete");
                assertThat(quick.bodyLength()).isEqualTo(length);
            }
            fixture.settle();
            // One chunk was consumed; Netty returns half of a window at a time.
            assertThat(held.written()).isEqualTo(STREAM_WINDOW);
            assertThat(slow.calls()).containsExactly("start", "head", "data");
            assertThat(paused).allSatisfy(each -> assertThat(each.calls()).containsExactly("start", "head"));

            paused.add(slow);
            paused.forEach(each -> each.exchange().request(Long.MAX_VALUE));
            assertThat(paused).allSatisfy(each -> {
                assertThat(each.end()).isEqualTo("complete");
                assertThat(each.bodyLength()).isEqualTo(length);
            });
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void cancelResetsOnlyItsStream() throws InterruptedException {
        try (Http2Server server = Http2Server.cleartext(exchange -> {
            exchange.head("200");
            exchange.data("some", false);
        })) {
            RecordingHandler first = send(server);
            RecordingHandler second = send(server);
            first.awaitChunks(1);
            second.awaitChunks(1);
            Http2Server.Exchange one = server.nextExchange();
            Http2Server.Exchange two = server.nextExchange();
            first.exchange().cancel();

            assertThat(server.nextReset()).endsWith(" CANCEL");
            one.data("more", true);
            two.data("more", true);
            assertThat(second.end()).isEqualTo("complete");
            fixture.settle();
            assertThat(first.calls()).containsExactly("start", "head", "data");
            assertThat(server.hasNoFurtherReset()).isTrue();
            assertThat(server.closedConnections()).isZero();
        }
    }

    @Test
    void streamsBeyondTheServersLimitWaitForTheirTurn() throws InterruptedException {
        Http2Settings oneAtATime = Http2Settings.defaultSettings().maxConcurrentStreams(1);
        TransportFixture single = new TransportFixture(
                NettyTransport.builder().http2(Http2.PRIOR_KNOWLEDGE).maxConnections(1));
        try (single;
                Http2Server server = Http2Server.cleartext(oneAtATime, exchange -> {})) {
            List<RecordingHandler> handlers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                handlers.add(single.send(server.baseUrl() + "/" + i, new RecordingHandler()));
            }
            for (int i = 0; i < 4; i++) {
                Http2Server.Exchange exchange = server.nextExchange();
                assertThat(exchange.head().path()).hasToString("/" + i);
                exchange.ok("ok");
                assertThat(handlers.get(i).end()).isEqualTo("complete");
            }
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void cancelWhileWaitingForAStreamLosesNoTurn() throws InterruptedException {
        Http2Settings oneAtATime = Http2Settings.defaultSettings().maxConcurrentStreams(1);
        TransportFixture single = new TransportFixture(
                NettyTransport.builder().http2(Http2.PRIOR_KNOWLEDGE).maxConnections(1));
        try (single;
                Http2Server server = Http2Server.cleartext(oneAtATime, exchange -> {})) {
            RecordingHandler first = single.send(server.baseUrl() + "/1", new RecordingHandler());
            Http2Server.Exchange held = server.nextExchange();
            RecordingHandler second = single.send(server.baseUrl() + "/2", new RecordingHandler());
            RecordingHandler third = single.send(server.baseUrl() + "/3", new RecordingHandler());
            second.exchange().cancel();
            held.ok("ok");

            assertThat(first.end()).isEqualTo("complete");
            Http2Server.Exchange next = server.nextExchange();
            assertThat(next.head().path()).hasToString("/3");
            next.ok("ok");
            assertThat(third.end()).isEqualTo("complete");
        }
    }

    @Test
    void serverThatAcceptsNoStreamsRefusesTheRequest() {
        Http2Settings none = Http2Settings.defaultSettings().maxConcurrentStreams(0);
        try (Http2Server server = Http2Server.cleartext(none, exchange -> {})) {
            assertThat(send(server).end()).isEqualTo("failure REFUSED_STREAM NOT_SENT");
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void exchangesThatWaitForTheHandshakeGetTheirOwnConnectionsIfItSelectsHttp1() throws InterruptedException {
        CountDownLatch allArrived = new CountDownLatch(4);
        try (TransportFixture trusting = negotiating(Http2.NEGOTIATED);
                LoopbackServer server = LoopbackServer.running(
                        connection -> {
                            connection.readRequest();
                            allArrived.countDown();
                            allArrived.await();
                            connection.write(TransportFixture.OK);
                            connection.awaitClientClose();
                        },
                        TestCertificate.serverContext())) {
            List<RecordingHandler> handlers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                handlers.add(trusting.send(server));
            }

            assertThat(handlers).allSatisfy(each -> assertThat(each.end()).isEqualTo("complete"));
            assertThat(server.connections()).isEqualTo(4);
        }
    }

    @Test
    void exchangesThatWaitForAFailingHandshakeFailImmediately() {
        try (TransportFixture untrusting = new TransportFixture();
                Http2Server server =
                        Http2Server.secure(TestCertificate.serverContext(), exchange -> exchange.ok("ok"))) {
            List<RecordingHandler> handlers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                handlers.add(untrusting.send(server.baseUrl() + "/", new RecordingHandler()));
            }

            assertThat(handlers).allSatisfy(each -> assertThat(each.end()).isEqualTo("failure TLS NOT_SENT"));
        }
    }

    @ParameterizedTest
    @CsvSource({"head", "data"})
    void cancelInsideACallEndsOnlyItsExchange(String call) throws InterruptedException {
        try (Http2Server server = Http2Server.cleartext(exchange -> exchange.ok("ok"))) {
            RecordingHandler handler = send(server, new RecordingHandler() {
                @Override
                void react(String each) {
                    if (each.equals(call)) {
                        exchange().cancel();
                        exchange().request(1);
                    }
                }
            });
            server.nextExchange();
            assertThat(send(server).end()).isEqualTo("complete");

            assertThat(handler.calls()).last().isEqualTo(call);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void furtherConnectionIsOpenedWhenTheFirstIsFull() throws InterruptedException {
        Http2Settings twoAtATime = Http2Settings.defaultSettings().maxConcurrentStreams(2);
        try (Http2Server server = Http2Server.cleartext(twoAtATime, exchange -> {})) {
            List<RecordingHandler> handlers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                handlers.add(send(server));
            }
            for (int i = 0; i < 3; i++) {
                server.nextExchange().ok("ok");
            }

            assertThat(handlers).allSatisfy(each -> assertThat(each.end()).isEqualTo("complete"));
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void everyExchangeEndsWhenManyCompeteAndSomeAreCancelled() throws InterruptedException {
        int threads = 4;
        int each = 100;
        Http2Settings few = Http2Settings.defaultSettings().maxConcurrentStreams(8);
        List<RecordingHandler> patient = new CopyOnWriteArrayList<>();
        CountDownLatch sent = new CountDownLatch(threads);
        try (NettyTransport transport = NettyTransport.builder()
                        .http2(Http2.PRIOR_KNOWLEDGE)
                        .maxConnections(2)
                        .build();
                Http2Server server = Http2Server.cleartext(few, exchange -> exchange.ok("ok"))) {
            for (int t = 0; t < threads; t++) {
                Thread thread = new Thread(() -> {
                    for (int i = 0; i < each; i++) {
                        RecordingHandler handler = new RecordingHandler();
                        transport.send(TransportFixture.request(server.baseUrl(), "prompt"), handler);
                        if (i % 3 == 0) {
                            handler.exchange().cancel();
                        } else {
                            patient.add(handler);
                        }
                    }
                    sent.countDown();
                });
                thread.setDaemon(true);
                thread.start();
            }
            assertThat(sent.await(20, TimeUnit.SECONDS)).isTrue();

            assertThat(patient).allSatisfy(handler -> assertThat(handler.end()).isEqualTo("complete"));
            assertThat(patient).hasSize(threads * (each - (each + 2) / 3));
            // Others may have been cancelled while they were being opened.
            assertThat(server.connectionsWithRequests()).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void connectionsThatEndBeforeTheyAreReadyFreeNoPlace() throws InterruptedException {
        int failing = 3;
        AtomicInteger accepted = new AtomicInteger();
        CountDownLatch held = new CountDownLatch(1);
        byte[] oneStreamAtATime = {0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 1};
        TransportFixture single = new TransportFixture(
                NettyTransport.builder().http2(Http2.PRIOR_KNOWLEDGE).maxConnections(1));
        try (single;
                LoopbackServer server = LoopbackServer.running(connection -> {
                    if (accepted.incrementAndGet() > failing) {
                        connection.write(oneStreamAtATime);
                        held.countDown();
                        connection.awaitClientClose();
                    }
                })) {
            for (int i = 0; i < failing; i++) {
                assertThat(single.send(server).end()).startsWith("failure RESET");
            }
            RecordingHandler first = single.send(server);
            RecordingHandler second = single.send(server);
            assertThat(held.await(20, TimeUnit.SECONDS)).isTrue();
            single.settle();

            assertThat(first.calls()).containsExactly("start");
            assertThat(second.calls()).containsExactly("start");
            assertThat(server.connections()).isEqualTo(failing + 1);
        }
    }

    @Test
    void requestIsOfferedToTwoConnectionsThatAcceptNone() {
        // In one write, so that the client knows before it sends the request.
        byte[] settingsAndGoAway = {0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        try (LoopbackServer server = LoopbackServer.running(connection -> {
            connection.write(settingsAndGoAway);
            connection.awaitClientClose();
        })) {
            RecordingHandler handler = fixture.send(server);

            assertThat(handler.end()).isEqualTo("failure REFUSED_STREAM NOT_SENT");
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void goAwayLetsEarlierStreamsEndAndReplaysLaterOnesElsewhere() throws InterruptedException {
        try (Http2Server server = Http2Server.cleartext(exchange -> {})) {
            RecordingHandler first = send(server);
            Http2Server.Exchange processed = server.nextExchange();
            RecordingHandler second = send(server);
            Http2Server.Exchange unprocessed = server.nextExchange();
            unprocessed.goAway(processed.streamId(), Http2Error.NO_ERROR);
            Http2Server.Exchange replayed = server.nextExchange();
            replayed.ok("again");

            assertThat(second.end()).isEqualTo("complete");
            assertThat(second.body()).isEqualTo("again");
            assertThat(server.connections()).isEqualTo(2);
            assertThat(server.closedConnections()).isZero();
            processed.ok("first");
            assertThat(first.end()).isEqualTo("complete");
            assertThat(first.body()).isEqualTo("first");
            assertThat(server.awaitClosedConnection()).isTrue();
        }
    }

    @Test
    void goAwayBelowAStreamThatHasAHeadTruncatesIt() throws InterruptedException {
        try (Http2Server server = Http2Server.cleartext(exchange -> {
            exchange.head("200");
            exchange.data("some", false);
        })) {
            RecordingHandler handler = send(server);
            handler.awaitChunks(1);
            server.nextExchange().goAway(0, Http2Error.INTERNAL_ERROR);

            assertThat(handler.end()).isEqualTo("failure TRUNCATED HEAD_RECEIVED");
            assertThat(handler.calls()).containsExactly("start", "head", "data", "failure");
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void refusedStreamIsReplayedOnceAndThenReported() throws InterruptedException {
        AtomicInteger requests = new AtomicInteger();
        try (Http2Server server = Http2Server.cleartext(exchange -> {
            requests.incrementAndGet();
            exchange.reset(Http2Error.REFUSED_STREAM);
        })) {
            assertThat(send(server).end()).isEqualTo("failure REFUSED_STREAM NOT_SENT");
            assertThat(requests).hasValue(2);
        }
    }

    @Test
    void manyRefusedStreamsLeaveTheirConnectionOpen() {
        int requests = 150;
        byte[] refusedStream = {0, 0, 0, (byte) Http2Error.REFUSED_STREAM.code()};
        try (LoopbackServer server = LoopbackServer.running(connection -> {
            RawHttp2.accept(connection);
            int open = RawHttp2.nextRequest(connection);
            connection.write(frame(HEADERS, END_HEADERS, open, STATUS_200));
            // Each request is sent twice.
            for (int i = 0; i < 2 * requests; i++) {
                int refused = RawHttp2.nextRequest(connection);
                connection.write(frame(RST_STREAM, 0, refused, refusedStream));
            }
            connection.write(frame(DATA, END_STREAM, open));
            connection.awaitClientClose();
        })) {
            RecordingHandler open = fixture.send(server);
            open.head();
            List<RecordingHandler> refused = new ArrayList<>();
            for (int i = 0; i < requests; i++) {
                refused.add(fixture.send(server));
            }

            assertThat(refused).allSatisfy(each -> assertThat(each.end()).isEqualTo("failure REFUSED_STREAM NOT_SENT"));
            assertThat(open.end()).isEqualTo("complete");
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void refusedStreamIsReplayed() throws InterruptedException {
        AtomicInteger requests = new AtomicInteger();
        try (Http2Server server = Http2Server.cleartext(exchange -> {
            if (requests.getAndIncrement() == 0) {
                exchange.reset(Http2Error.REFUSED_STREAM);
            } else {
                exchange.ok("ok");
            }
        })) {
            RecordingHandler handler = send(server);

            assertThat(handler.end()).isEqualTo("complete");
            assertThat(handler.calls()).containsExactly("start", "head", "data", "complete");
        }
    }

    @ParameterizedTest
    @CsvSource({"INTERNAL_ERROR", "CANCEL", "ENHANCE_YOUR_CALM", "NO_ERROR"})
    void resetIsReportedByTheProgressOfTheRequest(Http2Error error) throws InterruptedException {
        try (Http2Server server = Http2Server.cleartext(exchange -> {})) {
            RecordingHandler before = send(server);
            server.nextExchange().reset(error);
            assertThat(before.end()).isEqualTo("failure RESET MAYBE_SENT");
            assertThat(before.failure()).hasMessageContaining(error.name());

            RecordingHandler after = send(server);
            Http2Server.Exchange exchange = server.nextExchange();
            exchange.head("200");
            exchange.data("some", false);
            exchange.reset(error);
            assertThat(after.end()).isEqualTo("failure RESET HEAD_RECEIVED");
            assertThat(after.body()).isEqualTo("some");
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void refusalAfterTheHeadIsNotReplayed() throws InterruptedException {
        try (Http2Server server = Http2Server.cleartext(exchange -> {
            exchange.head("200");
            exchange.reset(Http2Error.REFUSED_STREAM);
        })) {
            assertThat(send(server).end()).isEqualTo("failure RESET HEAD_RECEIVED");
        }
    }

    @Test
    void connectionThatClosesEndsItsStreams() throws InterruptedException {
        try (Http2Server server = Http2Server.cleartext(exchange -> {})) {
            RecordingHandler before = send(server);
            server.nextExchange();
            RecordingHandler after = send(server);
            Http2Server.Exchange exchange = server.nextExchange();
            exchange.head("200");
            after.head();
            exchange.closeConnection();

            assertThat(before.end()).isEqualTo("failure RESET MAYBE_SENT");
            assertThat(after.end()).isEqualTo("failure TRUNCATED HEAD_RECEIVED");
            RecordingHandler next = send(server);
            server.nextExchange().ok("ok");
            assertThat(next.end()).isEqualTo("complete");
        }
    }

    @Test
    void endDoesNotOvertakeDataThatWaits() throws InterruptedException {
        try (Http2Server server = Http2Server.cleartext(exchange -> {
            exchange.head("200");
            exchange.data("a", false);
        })) {
            RecordingHandler handler = send(server, new RecordingHandler(1));
            handler.awaitChunks(1);
            Http2Server.Exchange exchange = server.nextExchange();
            exchange.data("b", true);
            exchange.awaitWrites(2);
            fixture.settle();
            assertThat(handler.calls()).containsExactly("start", "head", "data");
            handler.exchange().request(1);

            assertThat(handler.end()).isEqualTo("complete");
            assertThat(handler.body()).isEqualTo("ab");
        }
    }

    @Test
    void dataThatWaitsIsJoined() throws InterruptedException {
        try (Http2Server server = Http2Server.cleartext(exchange -> {})) {
            RecordingHandler handler = send(server, new RecordingHandler(0));
            Http2Server.Exchange exchange = server.nextExchange();
            exchange.head("200");
            for (String token : List.of("a", "b", "c")) {
                exchange.data(token, false);
                exchange.awaitWrites(1);
                // Ensures that each arrives in a read of its own.
                fixture.settle();
            }
            handler.exchange().request(1);
            handler.awaitChunks(1);

            assertThat(handler.body()).isEqualTo("abc");
        }
    }

    @Test
    void interimResponsesAndTrailersAreSkipped() {
        try (Http2Server server = Http2Server.cleartext(exchange -> {
            exchange.head("103");
            exchange.head("200");
            exchange.data("ok", false);
            exchange.head(new DefaultHttp2Headers().add("x-trailer", "late"), true);
        })) {
            RecordingHandler handler = send(server);

            assertThat(handler.end()).isEqualTo("complete");
            assertThat(handler.head().status()).isEqualTo(200);
            assertThat(handler.head().headers().names()).isEmpty();
        }
    }

    @Test
    void earlyResponseEndsTheUpload() throws InterruptedException {
        CountDownLatch answered = new CountDownLatch(1);
        Http2Server.Script early = new Http2Server.Script() {
            @Override
            public void onHead(Http2Server.Exchange exchange) {
                if (answered.getCount() > 0) {
                    answered.countDown();
                    exchange.head(new DefaultHttp2Headers().status("413"), true);
                }
            }

            @Override
            public void onRequest(Http2Server.Exchange exchange) {
                exchange.ok("ok");
            }
        };
        try (Http2Server server = Http2Server.cleartext(early)) {
            RecordingHandler handler = new RecordingHandler();
            fixture.transport.send(TransportFixture.request(server.baseUrl(), "x".repeat(16 << 20)), handler);

            assertThat(handler.end()).isEqualTo("complete");
            assertThat(handler.head().status()).isEqualTo(413);
            assertThat(server.nextReset()).endsWith(" CANCEL");
            assertThat(send(server).end()).isEqualTo("complete");
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void largeRequestArrivesCompletely() throws InterruptedException {
        String prompt = "x".repeat(1 << 20);
        try (Http2Server server = Http2Server.cleartext(exchange -> exchange.ok("ok"))) {
            RecordingHandler handler = new RecordingHandler();
            fixture.transport.send(TransportFixture.request(server.baseUrl(), prompt), handler);

            assertThat(handler.end()).isEqualTo("complete");
            assertThat(server.nextExchange().body()).isEqualTo(prompt);
        }
    }

    @Test
    void oversizedHeadFailsOnlyItsExchange() {
        AtomicInteger requests = new AtomicInteger();
        try (Http2Server server = Http2Server.cleartext(exchange -> {
            if (requests.getAndIncrement() == 0) {
                exchange.head(new DefaultHttp2Headers().status("200").add("x-large", "x".repeat(65 * 1024)), true);
            } else {
                exchange.ok("ok");
            }
        })) {
            assertThat(send(server).end()).isEqualTo("failure LIMIT MAYBE_SENT");
            assertThat(send(server).end()).isEqualTo("complete");
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"101", "abc", "20"})
    void invalidStatusFailsOnlyItsExchange(String status) throws InterruptedException {
        try (Http2Server server = Http2Server.cleartext(
                exchange -> exchange.head(new DefaultHttp2Headers(false).status(status), false))) {
            assertThat(send(server).end()).isEqualTo("failure PROTOCOL MAYBE_SENT");
            assertThat(server.nextReset()).isEqualTo("3 PROTOCOL_ERROR");
            assertThat(server.closedConnections()).isZero();
        }
    }

    @Test
    void bodyOfAnotherLengthThanDeclaredIsAFailure() {
        try (Http2Server server = Http2Server.cleartext(exchange -> {
            exchange.head(new DefaultHttp2Headers().status("200").add("content-length", "20"), false);
            exchange.data("short", true);
        })) {
            assertThat(send(server).end()).isEqualTo("failure PROTOCOL HEAD_RECEIVED");
        }
    }

    @Test
    void closingTheTransportAbortsItsStreams() throws InterruptedException {
        try (Http2Server server = Http2Server.cleartext(exchange -> exchange.head("200"))) {
            RecordingHandler handler = send(server);
            handler.head();
            fixture.transport.close();

            assertThat(handler.end()).isEqualTo("failure CLOSED HEAD_RECEIVED");
            assertThat(server.awaitClosedConnection()).isTrue();
        }
    }

    @Test
    void connectionWhosePingsAreUnansweredIsAbandoned() {
        TransportFixture asking = new TransportFixture(
                NettyTransport.builder().http2(Http2.PRIOR_KNOWLEDGE).pingInterval(Duration.ofMillis(100)));
        try (asking;
                Http2Server server = Http2Server.cleartext(Http2Server.Exchange::stopReading)) {
            for (int connections = 1; connections <= 2; connections++) {
                RecordingHandler handler = asking.send(server.baseUrl() + "/", new RecordingHandler());

                assertThat(handler.end()).isEqualTo("failure RESET MAYBE_SENT");
                assertThat(server.connections()).isEqualTo(connections);
            }
        }
    }

    @Test
    void reportsItsProtocols() {
        assertThat(fixture.transport.info().protocols()).containsExactlyInAnyOrder("HTTP/1.1", "HTTP/2");
        assertThat(fixture.transport.info().features())
                .contains(TransportFeature.HTTP_2, TransportFeature.HTTP_2_CLEARTEXT);
    }

    private RecordingHandler send(Http2Server server) {
        return send(server, new RecordingHandler());
    }

    private RecordingHandler send(Http2Server server, RecordingHandler handler) {
        return fixture.send(server.baseUrl() + "/v1/completions", handler);
    }

    private static TransportFixture negotiating(Http2 http2) {
        return new TransportFixture(NettyTransport.builder().http2(http2).sslContext(TestCertificate.clientContext()));
    }
}
