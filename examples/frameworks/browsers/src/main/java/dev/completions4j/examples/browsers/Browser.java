// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.examples.browsers;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** A browser that reads no faster than the test wants, and leaves when the test wants. */
final class Browser implements AutoCloseable {

    private static final int RECEIVE_BUFFER = 16 * 1024;
    private static final Pattern END = Pattern.compile("event: ?end");
    private static final int LONGEST_END = "event: end".length();

    private final Socket socket = new Socket();
    private final byte[] buffer = new byte[RECEIVE_BUFFER];

    /** Opens a page that shows the answer to a prompt of letters. */
    Browser(URI page) throws IOException {
        socket.setReceiveBufferSize(RECEIVE_BUFFER);
        socket.setSoTimeout(60_000);
        socket.connect(new InetSocketAddress(page.getHost(), page.getPort()));
        String request = "GET " + page.getRawPath() + "?" + page.getRawQuery() + " HTTP/1.1\r\nHost: " + page.getHost()
                + ":" + page.getPort() + "\r\nAccept: text/event-stream\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }

    /** Reads until the first text has arrived. */
    void awaitText() throws IOException {
        StringBuilder received = new StringBuilder();
        while (received.indexOf("\"text\"") < 0) {
            received.append(new String(buffer, 0, read(), StandardCharsets.ISO_8859_1));
        }
    }

    /** Reads until the event {@code end} has arrived. */
    void awaitEnd() throws IOException {
        String tail = "";
        while (!END.matcher(tail).find()) {
            String last = tail.substring(Math.max(0, tail.length() - LONGEST_END));
            tail = last + new String(buffer, 0, read(), StandardCharsets.ISO_8859_1);
        }
    }

    /** Reads some bytes. */
    int read() throws IOException {
        InputStream in = socket.getInputStream();
        int bytes = in.read(buffer);
        if (bytes < 0) {
            throw new EOFException("The server closed the connection");
        }
        return bytes;
    }

    /** Leaves. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
