// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.TransportRequest;
import java.net.URI;
import java.nio.ByteBuffer;

/** Creates the requests of these tests. */
final class Posts {

    static final HttpHeaders HEADERS = HttpHeaders.builder()
            .add("Authorization", "Bearer secret-key")
            .add("Content-Type", "application/json")
            .add("User-Agent", "test")
            .build();

    private Posts() {}

    static TransportRequest to(String baseUrl) {
        return to(baseUrl, HEADERS);
    }

    static TransportRequest to(String baseUrl, HttpHeaders headers) {
        return new TransportRequest(
                "POST",
                URI.create(baseUrl + "/v1/completions?secret=query"),
                headers,
                ByteBuffer.wrap("{\"secret\":\"prompt\"}".getBytes(UTF_8)));
    }
}
