// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.tck;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.transport.Exchange;
import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.tck.SignalRecorder.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Chapter 1: order and finality. */
interface OrderRules extends Chapter {

    @Test
    @DisplayName("1.1 The first signal is onStart, before any byte is sent; it may come before send returns.")
    default void rule_1_1_startsBeforeAnyByteIsSent() throws Exception {
        SignalRecorder cancelled = lab().send(lab().recorder().on(Signal.START, Exchange::cancel));
        lab().transport()
                .send(
                        ContractLab.request(
                                "GET", lab().server().baseUrl() + "/next", HttpHeaders.empty(), new byte[0]),
                        lab().recorder());

        assertThat(lab().next().request().path())
                .as("the first request at the server after one was cancelled in onStart")
                .isEqualTo("/next");
        assertThat(cancelled.signals()).containsExactly("onStart");
    }

    @Test
    @DisplayName("1.2 It is followed by at most one onHead, any number of onData, and exactly one of"
            + " onComplete and onFailure, unless the exchange is canceled.")
    default void rule_1_2_endsExactlyOnce() throws Exception {
        SignalRecorder whole = lab().send();
        ServerExchange first = lab().next();
        first.head(200, HttpHeaders.empty());
        for (String part : List.of("a", "b", "c")) {
            first.data(part.getBytes(UTF_8));
            whole.awaitBytes(part.charAt(0) - 'a' + 1);
        }
        first.end();
        whole.awaitEnd();

        SignalRecorder broken = lab().send();
        ServerExchange second = lab().next();
        second.head(200, HttpHeaders.empty());
        second.data("a".getBytes(UTF_8));
        broken.awaitBytes(1);
        second.cut();
        broken.awaitEnd();

        SignalRecorder unanswered = lab().send();
        lab().next().cut();
        unanswered.awaitEnd();
        lab().roundTrip();

        assertThat(whole.signals()).containsExactly("onStart", "onHead", "onData", "onComplete");
        assertThat(broken.signals()).hasSize(4).startsWith("onStart", "onHead", "onData");
        assertThat(broken.signals().get(3)).startsWith("onFailure").endsWith("HEAD_RECEIVED");
        assertThat(unanswered.signals()).hasSize(2);
        assertThat(unanswered.signals().get(1)).startsWith("onFailure");
    }

    @Test
    @DisplayName("1.3 onComplete and onData come only after onHead.")
    default void rule_1_3_beginsWithTheHead() throws Exception {
        SignalRecorder handler = lab().send();
        ServerExchange exchange = lab().next();
        exchange.head(204, HttpHeaders.empty());
        exchange.end();

        assertThat(handler.awaitEnd().signals()).containsExactly("onStart", "onHead", "onComplete");
    }

    @Test
    @DisplayName("1.4 Signals of one exchange are serial and do not nest, even if the handler calls request"
            + " or cancel inside one.")
    default void rule_1_4_signalsDoNotOverlap() throws Exception {
        int chunks = 200;
        SignalRecorder handler = lab().recorder().requesting(0).on(Signal.DATA, exchange -> exchange.request(1));
        lab().send(handler);
        ServerExchange exchange = lab().next();
        exchange.head(200, HttpHeaders.empty());
        for (int i = 0; i < chunks; i++) {
            exchange.data("0123456789".getBytes(UTF_8));
        }
        exchange.end();
        handler.awaitHead();
        handler.exchange().request(1);
        Thread requesting = Daemon.start(() -> {
            for (int i = 0; i < chunks; i++) {
                handler.exchange().request(1);
            }
        });
        handler.awaitEnd();
        requesting.join();

        SignalRecorder cancelling = lab().send(lab().recorder().on(Signal.DATA, Exchange::cancel));
        ServerExchange second = lab().next();
        second.head(200, HttpHeaders.empty());
        second.data("0123456789".getBytes(UTF_8));
        cancelling.awaitBytes(1);
        lab().roundTrip();

        assertThat(handler.body()).hasSize(10 * chunks);
        assertThat(handler.overlapped())
                .as("a signal was delivered during another")
                .isFalse();
        assertThat(cancelling.overlapped())
                .as("a signal was delivered during another, which cancelled")
                .isFalse();
    }

    @Test
    @DisplayName("1.5 After the last signal, request and cancel have no effect.")
    default void rule_1_5_theHandleIsInertAfterTheEnd() throws Exception {
        SignalRecorder whole = lab().send();
        lab().answer(lab().next(), "ok");
        whole.awaitEnd();
        SignalRecorder broken = lab().send();
        lab().next().cut();
        broken.awaitEnd();
        List<String> before = new ArrayList<>(whole.signals());

        for (SignalRecorder each : List.of(whole, broken)) {
            each.exchange().request(1);
            each.exchange().cancel();
            each.exchange().request(Long.MAX_VALUE);
        }
        lab().roundTrip();

        assertThat(whole.signals()).isEqualTo(before);
        assertThat(broken.signals()).hasSize(2);
    }

    @Test
    @DisplayName("1.6 Exchanges are independent: a slow handler does not affect the signals of other exchanges.")
    default void rule_1_6_exchangesDoNotMix() throws Exception {
        int concurrent = 4;
        int chunks = 20;
        CountDownLatch allIsSent = new CountDownLatch(1);
        SignalRecorder slow = lab().recorder().on(Signal.DATA, exchange -> await(allIsSent));
        List<SignalRecorder> handlers = new ArrayList<>();
        List<ServerExchange> exchanges = new ArrayList<>();
        for (int i = 0; i < concurrent; i++) {
            handlers.add(lab().send(i == 0 ? slow : lab().recorder()));
            exchanges.add(lab().next());
        }
        StringBuilder expected = new StringBuilder();
        exchanges.forEach(exchange -> exchange.head(200, HttpHeaders.empty()));
        for (int chunk = 0; chunk < chunks; chunk++) {
            expected.append(chunk).append(' ');
            for (int i = 0; i < concurrent; i++) {
                exchanges.get(i).data((i + ":" + chunk + " ").getBytes(UTF_8));
            }
        }
        exchanges.forEach(ServerExchange::end);
        allIsSent.countDown();

        for (int i = 0; i < concurrent; i++) {
            SignalRecorder handler = handlers.get(i).awaitEnd();
            assertThat(handler.signals()).containsExactly("onStart", "onHead", "onData", "onComplete");
            assertThat(handler.body().replace(i + ":", ""))
                    .as("the body of exchange " + i)
                    .isEqualTo(expected.toString());
        }
    }

    private void await(CountDownLatch latch) {
        try {
            if (!lab().await(latch)) {
                throw new AssertionError("The test did not continue in time");
            }
        } catch (InterruptedException e) {
            throw new AssertionError("This thread was interrupted", e);
        }
    }
}
