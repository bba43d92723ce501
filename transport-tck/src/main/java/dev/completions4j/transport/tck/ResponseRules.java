// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.TransportException.Kind;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Chapter 6: responses. */
interface ResponseRules extends Chapter {

    @Test
    @DisplayName("6.1 Every final status from 200 to 599 is reported by onHead, including redirects and"
            + " errors; redirects are not followed.")
    default void rule_6_1_everyFinalStatusIsReported() throws Exception {
        HttpHeaders elsewhere = HttpHeaders.builder()
                .add("Location", lab().server().baseUrl() + "/elsewhere")
                .add("WWW-Authenticate", "Bearer")
                .add("Retry-After", "0")
                .add("Content-Length", "4")
                .build();
        int[] statuses = {200, 201, 299, 300, 301, 302, 303, 307, 308, 400, 401, 404, 408, 413, 429, 500, 503, 529, 599
        };
        for (int status : statuses) {
            assertReported(status, elsewhere);
        }
        // A challenge that HTTP requires, and servers omit.
        assertReported(401, HttpHeaders.empty());
    }

    private void assertReported(int status, HttpHeaders headers) throws InterruptedException {
        SignalRecorder handler = lab().send();
        ServerExchange exchange = lab().next();
        assertThat(exchange.request().path()).isEqualTo("/v1/completions");
        exchange.head(status, headers);
        exchange.data(new byte[4]);
        exchange.end();

        assertThat(handler.awaitEnd().signals())
                .as("the signals of a response with the status " + status + " and the headers " + headers.names())
                .containsExactly("onStart", "onHead", "onData", "onComplete");
        assertThat(handler.head().status()).isEqualTo(status);
    }

    @Test
    @DisplayName("6.2 Interim 1xx responses are not reported; 101 is PROTOCOL.")
    default void rule_6_2_interimResponsesAreSkipped() throws Exception {
        SignalRecorder handler = answered("""
                HTTP/1.1 100 Continue\r
                \r
                HTTP/1.1 103 Early Hints\r
                Link: </x>\r
                \r
                HTTP/1.1 200 OK\r
                Content-Length: 2\r
                \r
                ok""");
        assertThat(handler.signals()).containsExactly("onStart", "onHead", "onData", "onComplete");
        assertThat(handler.head().status()).isEqualTo(200);

        SignalRecorder switching =
                answered("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n");
        assertThat(switching.failure().kind()).isEqualTo(Kind.PROTOCOL);
    }

    @Test
    @DisplayName("6.3 Headers are reported as sent, including repeated ones; names may change case.")
    default void rule_6_3_headersAreReported() throws Exception {
        HttpHeaders headers = HttpHeaders.builder()
                .add("X-Request-Id", "req 1, \"quoted\"; a=b")
                .add("X-Twice", "first")
                .add("X-Twice", "second")
                .build();
        SignalRecorder handler = lab().send();
        ServerExchange exchange = lab().next();
        exchange.head(200, headers);
        exchange.end();

        HttpHeaders reported = handler.awaitEnd().head().headers();
        for (String name : headers.names()) {
            assertThat(reported.all(name)).as(name).isEqualTo(headers.all(name));
        }
        if (lab().server().protocol().equals("HTTP/1.1")) {
            assertThat(handler.head().protocol()).isIn("HTTP/1.1", "HTTP/2");
        }
    }

    @Test
    @DisplayName("6.4 A body ends by Content-Length, by chunked coding, or when the connection closes; 204"
            + " and 304 have no body.")
    default void rule_6_4_bodiesEndByTheirFraming() throws Exception {
        for (String body : new String[] {
            "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nb\r\n3;x=y\r\nody\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n004\r\nbody\r\n000\r\n\r\n"
        }) {
            SignalRecorder handler = answered(body);
            assertThat(handler.signals())
                    .as("the signals of " + body)
                    .containsExactly("onStart", "onHead", "onData", "onComplete");
            assertThat(handler.body()).isEqualTo("body");
        }
        for (String bodiless : new String[] {
            "HTTP/1.1 204 No Content\r\n\r\n",
            "HTTP/1.1 304 Not Modified\r\nContent-Length: 10\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
        }) {
            assertThat(answered(bodiless).signals())
                    .as("the signals of " + bodiless)
                    .containsExactly("onStart", "onHead", "onComplete");
        }
        LoopbackServer closing = lab().wire(connection -> {
            connection.readRequest();
            connection.write("HTTP/1.1 200 OK\r\n\r\nto the end");
        });
        SignalRecorder handler = lab().sendTo(closing).awaitEnd();
        assertThat(handler.signals())
                .as("the signals of a body that ends with the connection")
                .containsExactly("onStart", "onHead", "onData", "onComplete");
        assertThat(handler.body()).isEqualTo("to the end");
    }

    @Test
    @DisplayName("6.5 Trailers are read and discarded.")
    default void rule_6_5_trailersAreDropped() throws Exception {
        LoopbackServer server = lab().wire(connection -> {
            while (connection.readRequest() != null) {
                connection.write("""
                        HTTP/1.1 200 OK\r
                        Transfer-Encoding: chunked\r
                        Trailer: X-Late\r
                        \r
                        4\r
                        body\r
                        0\r
                        X-Late: 1\r
                        X-Later: 2\r
                        \r
                        """);
            }
        });
        for (int i = 0; i < 2; i++) {
            SignalRecorder handler = lab().sendTo(server).awaitEnd();
            assertThat(handler.signals()).containsExactly("onStart", "onHead", "onData", "onComplete");
            assertThat(handler.body()).isEqualTo("body");
            assertThat(handler.head().headers().first("X-Late")).isNull();
        }
    }

    @Test
    @DisplayName(
            "6.6 A response that arrives while the request is being sent is delivered, at the latest when the server has"
                    + " read the rest of the request. Bytes that arrive before the first byte of the request was sent"
                    + " need not be accepted as its response.")
    default void rule_6_6_earlyResponsesAreDelivered() throws Exception {
        LoopbackServer server = lab().wire(connection -> {
            connection.read(1);
            connection.write("HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 3\r\n\r\nbig");
            connection.awaitClientClose();
        });
        SignalRecorder handler = lab().recorder();
        lab().transport().send(lab().post(server.baseUrl(), new byte[8 << 20]), handler);

        assertThat(handler.awaitEnd().signals()).containsExactly("onStart", "onHead", "onData", "onComplete");
        assertThat(handler.head().status()).isEqualTo(413);
        assertThat(handler.body()).isEqualTo("big");
    }

    /** Runs an exchange with a server that sends this response and keeps the connection open. */
    private SignalRecorder answered(String response) throws InterruptedException {
        return lab().sendTo(lab().wire(Wire.answering(response))).awaitEnd();
    }
}
