// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.tck;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.ReceivedRequest;
import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.transport.HttpHeaders;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Chapter 5: requests. */
interface RequestRules extends Chapter {

    /** Headers that a transport may add. */
    Set<String> ADDED = Set.of("host", "content-length", "connection", "user-agent");

    /** Headers that it must not add, by rule 5.3. */
    Set<String> SWITCHING = Set.of("expect", "upgrade", "http2-settings");

    @Test
    @DisplayName("5.1 Method, path, query, headers and body arrive as given; header names may change case.")
    default void rule_5_1_requestsArriveAsGiven() throws Exception {
        HttpHeaders headers = HttpHeaders.builder()
                .add("X-Once", "with  two spaces, a comma and a \"quote\"")
                .add("X-Twice", "first")
                .add("X-Twice", "second")
                .add("User-Agent", "contract/1.0")
                .build();
        String target = "/v1/a%2Fb/c;d/~e?x=%20+y&x=1&empty=&q=a%26b";
        for (String method : new String[] {"POST", "GET", "DELETE"}) {
            byte[] body = method.equals("POST") ? "{\"prompt\":\"\u00e9\"}".getBytes(UTF_8) : new byte[0];
            ReceivedRequest request = received(method, target, headers, body);

            assertThat(request.method()).isEqualTo(method);
            assertThat(request.target()).isEqualTo(target);
            assertThat(bytes(request)).isEqualTo(body);
            for (String name : headers.names()) {
                assertThat(request.headers().all(name)).as(name).isEqualTo(headers.all(name));
            }
        }
    }

    @Test
    @DisplayName("5.2 The transport adds only Host (or :authority), Content-Length, what the connection"
            + " needs, and its own User-Agent if none is given.")
    default void rule_5_2_nothingIsAdded() throws Exception {
        HttpHeaders headers = HttpHeaders.builder()
                .add("Content-Type", "application/json")
                .add("User-Agent", "contract/1.0")
                .build();
        ReceivedRequest request = received("POST", "/v1/completions", headers, "{}".getBytes(UTF_8));

        Set<String> added = new TreeSet<>(request.headers().names());
        added.removeAll(headers.names());
        added.removeAll(SWITCHING);
        assertThat(added).as("the added headers").isSubsetOf(ADDED);
        assertThat(request.headers().all("User-Agent")).containsExactly("contract/1.0");
    }

    @Test
    @DisplayName("5.3 The transport sends no Expect, Upgrade or HTTP2-Settings.")
    default void rule_5_3_noUpgradeIsOffered() throws Exception {
        for (int length : new int[] {0, 2, 1 << 20}) {
            ReceivedRequest request =
                    received(length == 0 ? "GET" : "POST", "/v1/completions", HttpHeaders.empty(), new byte[length]);

            assertThat(request.headers().names())
                    .as("the headers of a request with " + length + " bytes")
                    .doesNotContainAnyElementsOf(SWITCHING);
        }
    }

    @Test
    @DisplayName(
            "5.4 A body of any length arrives completely; an empty one arrives as Content-Length: 0 or as no body.")
    default void rule_5_4_bodiesArriveCompletely() throws Exception {
        for (int length : new int[] {0, 1, 65_535, 1_000_003}) {
            byte[] body = new byte[length];
            new Random(length).nextBytes(body);
            ReceivedRequest request = received("POST", "/v1/completions", HttpHeaders.empty(), body);

            assertThat(Arrays.equals(bytes(request), body))
                    .as("a body of " + length + " bytes arrived completely; " + bytes(request).length + " did")
                    .isTrue();
            assertThat(request.headers().first("Transfer-Encoding"))
                    .as("the framing of a body whose length is known")
                    .isNull();
            if (length == 0) {
                assertThat(request.headers().first("Content-Length")).isIn(null, "0");
            }
        }
    }

    @Test
    @DisplayName("5.5 A request that exceeds the socket's buffer does not block the thread that sends it.")
    default void rule_5_5_sendDoesNotBlock() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        LoopbackServer server = lab().wire(connection -> over.await());
        SignalRecorder handler = lab().recorder();
        CountDownLatch returned = new CountDownLatch(1);
        Daemon.start(() -> {
            lab().transport().send(lab().post(server.baseUrl(), new byte[32 << 20]), handler);
            returned.countDown();
        });
        try {
            assertThat(lab().await(returned))
                    .as("send returned although the server does not read")
                    .isTrue();
            handler.awaitStart().exchange().cancel();
        } finally {
            over.countDown();
        }
    }

    private ReceivedRequest received(String method, String target, HttpHeaders headers, byte[] body)
            throws InterruptedException {
        SignalRecorder handler = lab().recorder();
        lab().transport().send(ContractLab.request(method, lab().server().baseUrl() + target, headers, body), handler);
        ServerExchange exchange = lab().next();
        lab().answer(exchange, "ok");
        handler.awaitEnd();
        return exchange.request();
    }

    private static byte[] bytes(ReceivedRequest request) {
        byte[] bytes = new byte[request.body().remaining()];
        request.body().get(bytes);
        return bytes;
    }
}
