// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.transport.TransportFeature;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Chapter 8: connections. */
interface ConnectionRules extends Chapter {

    @Test
    @DisplayName("8.1 Consecutive exchanges share a connection if the server keeps it open.")
    default void rule_8_1_connectionsAreShared() throws Exception {
        LoopbackServer server = lab().wire(Wire.answeringAll(Wire.OK));
        for (int i = 0; i < 3; i++) {
            assertAnswered(server);
        }

        assertThat(server.connections())
                .as("connections of three consecutive exchanges")
                .isEqualTo(1);
    }

    @Test
    @DisplayName("8.2 Bytes that belong to no response are not taken for the next one: their connection is"
            + " not reused, or they are discarded.")
    default void rule_8_2_surplusBytesAreNotAResponse() throws Exception {
        for (String surplus : new String[] {"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil", "HTTP/1.1 2", "x"}) {
            LoopbackServer server = lab().wire(Wire.answeringAll(Wire.OK + surplus));
            for (int i = 0; i < 3; i++) {
                assertAnswered(server);
            }
        }
    }

    @Test
    @DisplayName("8.3 An exchange does not fail because the server closed an idle connection, if the"
            + " transport could detect that.")
    default void rule_8_3_closedConnectionsAreNotReused() throws Exception {
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
        assertThat(lab().await(closed))
                .as("the client closed its idle connection after the server closed it")
                .isTrue();
        assertAnswered(server);

        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    @DisplayName("8.4 Connection: close is honored.")
    default void rule_8_4_closeIsHonored() throws Exception {
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
    @DisplayName("8.5 Concurrent exchanges do not wait for each other, within the configured limits.")
    default void rule_8_5_exchangesRunConcurrently() throws Exception {
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
    @DisplayName("8.6 onConnected is called between onStart and onHead, with the protocol and whether the"
            + " connection is reused. (CONNECTION_EVENTS)")
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
