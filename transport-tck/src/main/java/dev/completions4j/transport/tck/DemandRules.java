// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.tck;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.Transport;
import dev.completions4j.transport.tck.SignalRecorder.Signal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Chapter 2: demand. */
interface DemandRules extends Chapter {

    @Test
    @DisplayName("2.1 onData is called at most as often as was requested in total.")
    default void rule_2_1_deliversNoMoreThanRequested() throws Exception {
        int pieces = 64;
        int size = 32 << 10;
        SignalRecorder handler = lab().send(lab().recorder().requesting(2));
        ServerExchange exchange = lab().next();
        exchange.head(200, HttpHeaders.empty());
        for (int i = 0; i < pieces; i++) {
            exchange.data(new byte[size]);
        }
        exchange.end();
        handler.awaitBytes(1);
        lab().roundTrip();
        assertThat(handler.dataSignals()).as("onData after request(2)").isLessThanOrEqualTo(2);

        handler.exchange().request(1);
        lab().roundTrip();
        assertThat(handler.dataSignals())
                .as("onData after request(2) and request(1)")
                .isLessThanOrEqualTo(3);

        handler.exchange().request(Long.MAX_VALUE);
        assertThat(handler.awaitEnd().received()).isEqualTo((long) pieces * size);
    }

    @Test
    @DisplayName("2.2 request is additive, saturates at Long.MAX_VALUE, and may be called by any thread and"
            + " inside a signal, to any depth.")
    default void rule_2_2_demandAddsUp() throws Exception {
        SignalRecorder adding = lab().send(lab().recorder().requesting(1));
        adding.exchange().request(1);
        Daemon.start(() -> adding.exchange().request(1)).join();
        ServerExchange exchange = lab().next();
        exchange.head(200, HttpHeaders.empty());
        for (int i = 1; i <= 3; i++) {
            exchange.data("x".getBytes(UTF_8));
            adding.awaitBytes(i);
        }
        adding.exchange().request(Long.MAX_VALUE);
        adding.exchange().request(Long.MAX_VALUE);
        adding.exchange().request(1);
        for (int i = 4; i <= 6; i++) {
            exchange.data("x".getBytes(UTF_8));
            adding.awaitBytes(i);
        }
        exchange.end();
        assertThat(adding.awaitEnd().body()).isEqualTo("xxxxxx");

        int chunks = 5_000;
        SignalRecorder deep = lab().send(lab().recorder().requesting(1).on(Signal.DATA, each -> each.request(1)));
        ServerExchange many = lab().next();
        many.head(200, HttpHeaders.empty());
        for (int i = 0; i < chunks; i++) {
            many.data("x".getBytes(UTF_8));
        }
        many.end();
        assertThat(deep.awaitEnd().received()).isEqualTo(chunks);
    }

    @Test
    @DisplayName("2.3 Without demand, the transport soon stops reading from the connection, so that the"
            + " server's writes block; the amount read ahead is bounded.")
    default void rule_2_3_stopsReadingWithoutDemand() throws Exception {
        byte[] piece = new byte[256 << 10];
        int pieces = 192;
        SignalRecorder idle = lab().send(lab().recorder().requesting(1).consuming(DemandRules::skip));
        ServerExchange held = lab().next();
        write(held, piece, pieces);
        idle.awaitBytes(1);

        // When this exchange has received its whole body, the other would have, too; see ContractLab.roundTrip.
        SignalRecorder greedy = lab().send(lab().recorder().consuming(DemandRules::skip));
        write(lab().next(), piece, pieces);
        greedy.awaitEnd();

        assertThat(greedy.received()).isEqualTo((long) pieces * piece.length);
        assertThat(held.written())
                .as("bytes of a response without demand that the server could write")
                .isLessThan((long) pieces * piece.length / 2);
        idle.exchange().cancel();
    }

    private static void skip(ByteBuffer chunk) {
        chunk.position(chunk.limit());
    }

    private static void write(ServerExchange exchange, byte[] piece, int times) {
        exchange.head(200, HttpHeaders.empty());
        for (int i = 0; i < times; i++) {
            exchange.data(piece);
        }
        exchange.end();
    }

    @Test
    @DisplayName("2.4 onHead, and onFailure before it, need no demand.")
    default void rule_2_4_theHeadNeedsNoDemand() throws Exception {
        SignalRecorder answered = lab().send(lab().recorder().requesting(0));
        ServerExchange exchange = lab().next();
        exchange.head(200, HttpHeaders.empty());
        exchange.data("x".getBytes(UTF_8));
        answered.awaitHead();
        assertThat(answered.head().status()).isEqualTo(200);
        answered.exchange().cancel();

        SignalRecorder refused = lab().send(lab().recorder().requesting(0));
        lab().next().cut();
        refused.awaitEnd();
        assertThat(refused.signals()).hasSize(2);
    }

    @Test
    @DisplayName("2.5 The end of the body needs no demand, but does not overtake data that waits for demand.")
    default void rule_2_5_theEndNeedsNoDemandButWaitsForData() throws Exception {
        SignalRecorder patient = lab().send(lab().recorder().requesting(1));
        ServerExchange exchange = lab().next();
        exchange.head(200, HttpHeaders.empty());
        exchange.data("all".getBytes(UTF_8));
        patient.awaitBytes(3);
        exchange.end();
        assertThat(patient.awaitEnd().signals()).containsExactly("onStart", "onHead", "onData", "onComplete");

        SignalRecorder waiting = lab().send(lab().recorder().requesting(0));
        lab().answer(lab().next(), "all");
        waiting.awaitHead();
        lab().roundTrip();
        assertThat(waiting.signals())
                .as("the signals of a response that waits for demand")
                .containsExactly("onStart", "onHead");
        waiting.exchange().request(Long.MAX_VALUE);
        assertThat(waiting.awaitEnd().signals()).containsExactly("onStart", "onHead", "onData", "onComplete");
    }

    @Test
    @DisplayName("2.6 request with a number less than one throws an IllegalArgumentException and has no other effect.")
    default void rule_2_6_demandIsPositive() throws Exception {
        SignalRecorder handler = lab().send(lab().recorder().requesting(0));
        ServerExchange exchange = lab().next();
        for (long chunks : new long[] {0, -1, Long.MIN_VALUE}) {
            assertThatIllegalArgumentException()
                    .as("request(" + chunks + ")")
                    .isThrownBy(() -> handler.exchange().request(chunks));
        }
        handler.exchange().request(Long.MAX_VALUE);
        lab().answer(exchange, "all");
        assertThat(handler.awaitEnd().signals()).containsExactly("onStart", "onHead", "onData", "onComplete");
    }

    @Test
    @DisplayName("2.7 A slow exchange does not block others on the same connection. (HTTP/2)")
    default void rule_2_7_aSlowExchangeBlocksNoOther() throws Exception {
        lab().requireHttp2();
        SignalRecorder slow = lab().send(lab().recorder().requesting(0));
        write(lab().next(), new byte[256 << 10], 64);
        slow.awaitHead();

        SignalRecorder other = lab().send();
        lab().answer(lab().next(), "all");
        assertThat(other.awaitEnd().body()).isEqualTo("all");
        slow.exchange().cancel();
        assertManySlowExchangesBlockNoOther(lab().anotherTransport());
    }

    /** Each has little unread data, but all of them together have more than half of a large connection window. */
    private void assertManySlowExchangesBlockNoOther(Transport transport) throws InterruptedException {
        byte[] piece = new byte[256 << 10];
        int pieces = 64;
        List<SignalRecorder> paused = new ArrayList<>();
        for (int i = 0; i < 33; i++) {
            SignalRecorder handler = lab().recorder().requesting(0);
            transport.send(lab().post(), handler);
            ServerExchange exchange = lab().next();
            exchange.head(200, HttpHeaders.empty());
            exchange.data(piece);
            handler.awaitHead();
            paused.add(handler);
        }
        SignalRecorder other = lab().recorder().consuming(DemandRules::skip);
        transport.send(lab().post(), other);
        write(lab().next(), piece, pieces);

        assertThat(other.awaitEnd().received()).isEqualTo((long) pieces * piece.length);
        paused.forEach(each -> each.exchange().cancel());
    }
}
