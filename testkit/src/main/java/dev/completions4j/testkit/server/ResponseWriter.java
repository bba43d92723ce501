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
        connection.write(joined(head(status, headers, "Content-Length", Integer.toString(bytes.length)), bytes));
    }

    void begin(int status, HttpHeaders headers) throws IOException {
        connection.write(head(status, headers, "Transfer-Encoding", "chunked"));
    }

    void chunk(String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        connection.write(joined(ascii(Integer.toHexString(bytes.length) + "\r\n"), bytes, ascii("\r\n")));
    }

    void end() throws IOException {
        connection.write(ascii("0\r\n\r\n"));
    }

    private static byte[] head(int status, HttpHeaders headers, String framing, String framingValue) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " " + reason(status) + "\r\n");
        headers.toBuilder()
                .add(framing, framingValue)
                .build()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
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
