// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.TransportRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RequestsTest {

    @Test
    void encodesHeadAndBody() {
        HttpHeaders headers = HttpHeaders.builder()
                .add("Accept", "text/event-stream")
                .add("X-Twice", "1")
                .add("x-twice", "2")
                .add("X-Empty", "")
                .add("X-Latin", "\u00FC")
                .build();

        assertThat(encoded("POST", "http://host.test:8080/v1/completions?a=b%20c", headers, "{\"\u00FC\":1}"))
                .isEqualTo(String.join(
                        "\r\n",
                        "POST /v1/completions?a=b%20c HTTP/1.1",
                        "host: host.test:8080",
                        "Accept: text/event-stream",
                        "X-Twice: 1",
                        "x-twice: 2",
                        "X-Empty: ",
                        "X-Latin: \u00FC",
                        "content-length: 8",
                        "",
                        "{\"\u00C3\u00BC\":1}"));
    }

    @Test
    void declaresTheLengthOfTheBodyItself() {
        HttpHeaders headers = HttpHeaders.builder()
                .add("Content-Length", "5")
                .add("X-Last", "x")
                .build();

        assertThat(encoded("POST", "http://host.test/", headers, "ab"))
                .isEqualTo("POST / HTTP/1.1\r\nhost: host.test\r\nX-Last: x\r\ncontent-length: 2\r\n\r\nab");
    }

    @ParameterizedTest
    @CsvSource({"GET, false", "DELETE, false", "POST, true", "PUT, true", "PATCH, true"})
    void declaresAnEmptyBodyOnlyWhereOneIsExpected(String method, boolean declared) {
        assertThat(encoded(method, "http://host.test", HttpHeaders.empty(), ""))
                .isEqualTo(method + " / HTTP/1.1\r\nhost: host.test\r\n" + (declared ? "content-length: 0\r\n" : "")
                        + "\r\n");
    }

    @Test
    void growsWithTheHead() {
        HttpHeaders headers =
                HttpHeaders.builder().add("X-Long", "x".repeat(10_000)).build();

        assertThat(encoded("POST", "http://host.test/", headers, "y".repeat(10_000)))
                .contains("X-Long: " + "x".repeat(10_000) + "\r\n")
                .endsWith("\r\n\r\n" + "y".repeat(10_000));
    }

    @ParameterizedTest
    @CsvSource({"close, false", "Close, false", "'upgrade, close', false", "keep-alive, true", "closed, true"})
    void keepsTheConnectionAliveUnlessTheRequestClosesIt(String connection, boolean keptAlive) {
        HttpHeaders headers =
                HttpHeaders.builder().add("Connection", connection).build();

        assertThat(Requests.keepsAlive(request("GET", "http://host.test/", headers, "")))
                .isEqualTo(keptAlive);
        assertThat(Requests.keepsAlive(request("GET", "http://host.test/", HttpHeaders.empty(), "")))
                .isTrue();
    }

    private static TransportRequest request(String method, String uri, HttpHeaders headers, String body) {
        return new TransportRequest(method, URI.create(uri), headers, UTF_8.encode(body));
    }

    private static String encoded(String method, String uri, HttpHeaders headers, String body) {
        TransportRequest request = request(method, uri, headers, body);
        String authority = Route.of(request.uri()).authority();
        ByteBuf bytes = Requests.toHttp1(request, authority, UnpooledByteBufAllocator.DEFAULT);
        try {
            return bytes.toString(ISO_8859_1);
        } finally {
            bytes.release();
        }
    }
}
