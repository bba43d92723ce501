// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.completions4j.transport.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Writes HTTP/1.1 responses to a connection: whole ones with a length, streams in chunks (RFC 9112). */
final class ResponseWriter {

    private final LoopbackConnection connection;

    ResponseWriter(LoopbackConnection connection) {
        this.connection = connection;
    }

    void whole(int status, HttpHeaders headers, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        HttpHeaders framed = with(headers, "Content-Length", Integer.toString(bytes.length));
        connection.write(joined(head(status, framed), bytes));
    }

    /** Writes the response to a {@code HEAD} request. */
    void withoutBody(int status, HttpHeaders headers) throws IOException {
        connection.write(head(status, headers));
    }

    void begin(int status, HttpHeaders headers) throws IOException {
        connection.write(head(status, with(headers, "Transfer-Encoding", "chunked")));
    }

    void chunk(String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        connection.write(joined(ascii(Integer.toHexString(bytes.length) + "\r\n"), bytes, ascii("\r\n")));
    }

    void end() throws IOException {
        connection.write(ascii("0\r\n\r\n"));
    }

    private static HttpHeaders with(HttpHeaders headers, String name, String value) {
        return headers.toBuilder().add(name, value).build();
    }

    private static byte[] head(int status, HttpHeaders headers) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " " + reason(status) + "\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return ascii(head + "\r\n");
    }

    private static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 404 -> "Not Found";
            case 422 -> "Unprocessable Entity";
            case 500 -> "Internal Server Error";
            default -> "";
        };
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }

    /** Returns one array, so that it is sent by one write. */
    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
