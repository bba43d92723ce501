// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.playground;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server sends to whom, over a socket. */
class ServerTest {

    static final List<String> FILES = Page.FILES;

    private static final int PATIENCE_MILLIS = 10_000;

    private static RunningPlayground playground;

    @BeforeAll
    static void start() {
        playground = new RunningPlayground(Map.of(), Map.of());
    }

    @AfterAll
    static void stop() {
        playground.close();
    }

    @ParameterizedTest
    @FieldSource("FILES")
    void everyFileIsServedAndConfined(String file) throws IOException {
        String response = exchange("GET /" + file, "Host: " + host());

        assertThat(response)
                .startsWith("HTTP/1.1 200 OK")
                .containsIgnoringCase("Content-Security-Policy: default-src 'none'; script-src 'self';")
                .containsIgnoringCase("X-Content-Type-Options: nosniff")
                .containsIgnoringCase("Cross-Origin-Resource-Policy: same-origin")
                .doesNotContainIgnoringCase("Access-Control-Allow")
                .doesNotContain("unsafe-inline", "{{token}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nothing", "/../Page.class", "//index.html", "/page/index.html", "/scripts"})
    void nothingElseIsServed(String path) throws IOException {
        assertThat(exchange("GET " + path, "Host: " + host())).startsWith("HTTP/1.1 404");
    }

    @Test
    void aNameThatWasMadeToResolveToThisMachineIsRefused() throws IOException {
        String response =
                exchange("GET /", "Host: evil.example:" + playground.url().getPort());

        assertThat(response).startsWith("HTTP/1.1 403").doesNotContain("playground-token");
    }

    @Test
    void theOwnPageGetsASession() throws IOException {
        assertThat(handshake("http://" + host(), token()))
                .startsWith("HTTP/1.1 101")
                .containsIgnoringCase("Sec-WebSocket-Protocol: " + RequestGuard.PROTOCOL + "\r\n");
    }

    @Test
    void otherPagesAndOtherTokensGetNone() throws IOException {
        assertThat(handshake("http://evil.example", token())).startsWith("HTTP/1.1 403");
        assertThat(handshake("http://" + host(), "guessed")).startsWith("HTTP/1.1 403");
    }

    private static String token() throws IOException {
        Matcher token = Pattern.compile("name=\"playground-token\" content=\"([^\"]+)\"")
                .matcher(exchange("GET /", "Host: " + host()));
        assertThat(token.find()).isTrue();
        return token.group(1);
    }

    private static String handshake(String origin, String token) throws IOException {
        return exchange(
                "GET /session",
                "Host: " + host(),
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "Sec-WebSocket-Protocol: " + RequestGuard.PROTOCOL + ", " + token,
                "Origin: " + origin);
    }

    private static String host() {
        return playground.url().getAuthority();
    }

    /** Sends a request as it is, and returns the response up to the end of its body, or of its head if it has none. */
    private static String exchange(String requestLine, String... headers) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), playground.url().getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream()
                    .write((requestLine + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\n\r\n")
                            .getBytes(US_ASCII));
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = socket.getInputStream().read();
                if (next < 0) {
                    break;
                }
                head.append((char) next);
            }
            Matcher length = Pattern.compile("content-length: (\\d+)", Pattern.CASE_INSENSITIVE)
                    .matcher(head);
            int body = length.find() ? Integer.parseInt(length.group(1)) : 0;
            return head + new String(socket.getInputStream().readNBytes(body), UTF_8);
        }
    }
}
