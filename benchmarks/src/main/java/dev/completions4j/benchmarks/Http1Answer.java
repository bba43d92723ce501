// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;

/** An answer as the bytes of HTTP/1.1; each event is an HTTP chunk. Immutable. */
final class Http1Answer {

    private final Answer answer;
    private final byte[] head;
    private final byte[] end;

    Http1Answer(Answer answer) {
        this.answer = answer;
        byte[] ending = answer.ending();
        if (answer.isStream()) {
            head = head("Transfer-Encoding: chunked");
            end = concat(chunk(ending), "0\r\n\r\n".getBytes(US_ASCII));
        } else {
            head = head("Content-Length: " + ending.length);
            end = ending;
        }
    }

    private byte[] head(String framing) {
        StringBuilder lines = new StringBuilder("HTTP/1.1 200 OK\r\n");
        answer.headers()
                .forEach((name, value) ->
                        lines.append(name).append(": ").append(value).append("\r\n"));
        return lines.append(framing).append("\r\n\r\n").toString().getBytes(US_ASCII);
    }

    private static byte[] chunk(byte[] content) {
        byte[] size = (Integer.toHexString(content.length) + "\r\n").getBytes(US_ASCII);
        return concat(size, content, new byte[] {'\r', '\n'});
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** Returns the whole response. */
    byte[] whole() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head);
        for (int event = 0; event < answer.eventCount(); event++) {
            all.writeBytes(chunk(answer.event(event)));
        }
        all.writeBytes(end);
        return all.toByteArray();
    }

    byte[] head() {
        return head;
    }

    int eventCount() {
        return answer.eventCount();
    }

    /** Returns an event of a paced response. */
    byte[] eventNow(int event) {
        return chunk(answer.eventNow(event));
    }

    /** Returns the bytes that follow the last event. */
    byte[] end() {
        return end;
    }
}
