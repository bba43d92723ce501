// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.transport.TransportFeature;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Chapter 8: connections. */
interface ConnectionRules extends Chapter {

    @Test
    @DisplayName("8.1 Exchanges in turn share a connection, if the server keeps it.")
    default void rule_8_1_connectionsAreShared() throws Exception {
        LoopbackServer server = lab().wire(Wire.answeringAll(Wire.OK));
        for (int i = 0; i < 3; i++) {
            assertAnswered(server);
        }

        assertThat(server.connections())
                .as("connections of three exchanges in turn")
                .isEqualTo(1);
    }

    @Test
    @DisplayName("8.2 Bytes that belong to no response are no answer to the next request: their connection is used no"
            + " more, or they are dropped.")
    default void rule_8_2_surplusIsNoAnswer() throws Exception {
        for (String surplus : new String[] {"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil", "HTTP/1.1 2", "x"}) {
            LoopbackServer server = lab().wire(Wire.answeringAll(Wire.OK + surplus));
            for (int i = 0; i < 3; i++) {
                assertAnswered(server);
            }
        }
    }

    @Test
    @DisplayName("8.3 An exchange does not fail because the server had closed an idle connection, as long as that could"
            + " be seen.")
    default void rule_8_3_closedConnectionsAreNotUsed() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        LoopbackServer server = lab().wire(connection -> {
            connection.readRequest();
            connection.write(Wire.OK);
            connection.finish();
            if (connection.awaitClientClose()) {
                closed.countDown();
            }
        });
        assertAnswered(server);
        assertThat(closed.await(lab().patience().toMillis(), TimeUnit.MILLISECONDS))
                .as("the client closed its idle connection after the server had")
                .isTrue();
        assertAnswered(server);

        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    @DisplayName("8.4 Connection: close is heeded.")
    default void rule_8_4_closeIsHeeded() throws Exception {
        LoopbackServer server =
                lab().wire(Wire.answering("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok"));
        for (int i = 0; i < 2; i++) {
            assertAnswered(server);
            assertThat(server.awaitHangUp(lab().patience()))
                    .as("the client closed the connection")
                    .isTrue();
        }

        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    @DisplayName("8.5 Exchanges that run at the same time do not wait for one another, up to the limits that are set.")
    default void rule_8_5_exchangesRunAtTheSameTime() throws Exception {
        int concurrent = 8;
        List<SignalRecorder> handlers = new ArrayList<>();
        List<ServerExchange> exchanges = new ArrayList<>();
        for (int i = 0; i < concurrent; i++) {
            handlers.add(lab().send());
        }
        for (int i = 0; i < concurrent; i++) {
            exchanges.add(lab().next());
        }
        exchanges.forEach(exchange -> lab().answer(exchange, "ok"));
        for (SignalRecorder handler : handlers) {
            assertThat(handler.awaitEnd().signals()).endsWith("onComplete");
        }
    }

    @Test
    @DisplayName(
            "8.6 onConnected comes between onStart and onHead, and tells the protocol, and whether an exchange had the"
                    + " connection before. (CONNECTION_EVENTS)")
    default void rule_8_6_connectionsAreReported() throws Exception {
        lab().require(TransportFeature.CONNECTION_EVENTS);
        for (boolean reused : new boolean[] {false, true}) {
            SignalRecorder handler = lab().send();
            lab().answer(lab().next(), "ok");
            handler.awaitEnd();

            assertThat(handler.connectedInTime())
                    .as("onConnected between onStart and onHead")
                    .isTrue();
            assertThat(handler.connections()).singleElement().satisfies(connection -> {
                assertThat(connection.protocol()).isEqualTo(handler.head().protocol());
                if (lab().hasConnections()) {
                    assertThat(connection.reused()).as("reused").isEqualTo(reused);
                }
            });
        }
    }

    private void assertAnswered(LoopbackServer server) throws InterruptedException {
        SignalRecorder handler = lab().sendTo(server).awaitEnd();
        assertThat(handler.signals()).containsExactly("onStart", "onHead", "onData", "onComplete");
        assertThat(handler.body()).isEqualTo("ok");
    }
}
