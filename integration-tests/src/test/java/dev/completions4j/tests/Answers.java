// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.completions4j.testkit.ReceivedRequest;

/** The bytes of responses, complete and in parts. */
final class Answers {

    /** The head of a chunked stream. */
    static final String STREAM_HEAD =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

    /** The head of a stream that ends when its connection closes. */
    static final String UNFRAMED_STREAM_HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";

    /** The end of a chunked body. */
    static final String LAST_CHUNK = "0\r\n\r\n";

    static final String DONE = "data: [DONE]\n\n";

    private Answers() {}

    /** Returns text as an HTTP chunk. */
    static String chunk(String text) {
        return Integer.toHexString(text.getBytes(UTF_8).length) + "\r\n" + text + "\r\n";
    }

    /** Returns the event of a token that is not the last of its choice. */
    static String token(String text) {
        return event("{\"choices\":[{\"index\":0,\"text\":\"" + text + "\",\"finish_reason\":null}]}");
    }

    /** Returns the event of the last token of its choice. */
    static String lastToken(String text) {
        return event("{\"choices\":[{\"index\":0,\"text\":\"" + text + "\",\"finish_reason\":\"stop\"}]}");
    }

    static String event(String data) {
        return "data: " + data + "\n\n";
    }

    /** Returns a non-streaming completion. */
    static String completion(String text) {
        return "{\"choices\":[{\"index\":0,\"text\":\"" + text + "\",\"finish_reason\":\"stop\"}]}";
    }

    static String json(String body) {
        return whole("200 OK", "Content-Type: application/json\r\n", body);
    }

    /** Returns a complete response after which the connection is closed. */
    static String lastJson(String body) {
        return whole("200 OK", "Content-Type: application/json\r\nConnection: close\r\n", body);
    }

    /**
     * Returns a complete response with its length.
     *
     * @param headers header lines with their line ends
     */
    static String whole(String status, String headers, String body) {
        return "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + body.getBytes(UTF_8).length + "\r\n\r\n"
                + body;
    }

    static boolean isStreamed(ReceivedRequest request) {
        return request.bodyText().contains("\"stream\":true");
    }
}
