// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.completions4j.testkit.ReceivedRequest;
import dev.completions4j.transport.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Reads HTTP/1.1 requests from a connection (RFC 9112). */
final class RequestReader {

    private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";

    private final InputStream in;
    private final OutputStream out;

    /** @param out where to ask for bodies that clients withhold until then */
    RequestReader(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    /** Returns the next request; null if the client closed the connection before its first byte. */
    @Nullable ReceivedRequest read() throws IOException {
        String requestLine = readLine();
        if (requestLine == null) {
            return null;
        }
        String[] parts = requestLine.split(" ", -1);
        if (parts.length != 3 || !parts[2].equals("HTTP/1.1")) {
            throw new ProtocolException("The client did not send an HTTP/1.1 request line");
        }
        HttpHeaders headers = readHeaders();
        if ("100-continue".equalsIgnoreCase(headers.first("Expect"))) {
            out.write(CONTINUE.getBytes(ISO_8859_1));
            out.flush();
        }
        return new ReceivedRequest(parts[0], parts[1], headers, ByteBuffer.wrap(readBody(headers)));
    }

    private HttpHeaders readHeaders() throws IOException {
        HttpHeaders.Builder headers = HttpHeaders.builder();
        for (String line = requireLine(); !line.isEmpty(); line = requireLine()) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                throw new ProtocolException("The client sent a header line without a colon");
            }
            try {
                headers.add(line.substring(0, colon), line.substring(colon + 1).strip());
            } catch (IllegalArgumentException e) {
                throw new ProtocolException("The client sent a malformed header: " + e.getMessage());
            }
        }
        return headers.build();
    }

    private byte[] readBody(HttpHeaders headers) throws IOException {
        if (headers.first("Transfer-Encoding") != null) {
            return readChunks();
        }
        String length = headers.first("Content-Length");
        return length == null ? new byte[0] : readBytes(parseLength(length, 10));
    }

    private byte[] readChunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = readChunkSize(); size > 0; size = readChunkSize()) {
            body.writeBytes(readBytes(size));
            requireEmptyLine();
        }
        readHeaders(); // trailers
        return body.toByteArray();
    }

    private int readChunkSize() throws IOException {
        String line = requireLine();
        int extension = line.indexOf(';');
        return parseLength(extension < 0 ? line : line.substring(0, extension), 16);
    }

    private static int parseLength(String digits, int radix) throws ProtocolException {
        try {
            int length = Integer.parseInt(digits.strip(), radix);
            if (length >= 0) {
                return length;
            }
        } catch (NumberFormatException e) {
            // Reported below.
        }
        throw new ProtocolException("The client sent a length that is not a number, is negative or exceeds 2 GiB");
    }

    private byte[] readBytes(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw cut();
        }
        return bytes;
    }

    private void requireEmptyLine() throws IOException {
        if (!requireLine().isEmpty()) {
            throw new ProtocolException("The client sent a chunk that exceeds its size");
        }
    }

    private String requireLine() throws IOException {
        String line = readLine();
        if (line == null) {
            throw cut();
        }
        return line;
    }

    /** Returns the bytes up to the next line end, which is consumed; null if the stream ends before the first byte. */
    private @Nullable String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b >= 0) {
                line.write(b);
            } else if (line.size() == 0) {
                return null;
            } else {
                throw cut();
            }
        }
        String text = line.toString(ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private static EOFException cut() {
        return new EOFException("The client closed the connection in the middle of a request");
    }
}
