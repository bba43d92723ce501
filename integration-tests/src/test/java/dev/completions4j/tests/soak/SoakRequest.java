// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.soak;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request as parsed by a server of the soak test.
 *
 * @param call the id of the call
 * @param streamed whether the response is a stream
 */
record SoakRequest(long call, boolean streamed) {

    private static final Pattern PROMPT = Pattern.compile("\"prompt\":\"(\\d+)\"");
    private static final String EVENT = "data: {\"choices\":[{\"index\":0,\"text\":\"%s\",\"finish_reason\":%s}]}\n\n";
    private static final String DONE = "data: [DONE]\n\n";

    static SoakRequest parse(String body) {
        Matcher prompt = PROMPT.matcher(body);
        if (!prompt.find()) {
            throw new IllegalArgumentException("The body does not contain the id of a call: " + body);
        }
        return new SoakRequest(Long.parseLong(prompt.group(1)), body.contains("\"stream\":true"));
    }

    String contentType() {
        return streamed ? "text/event-stream" : "application/json";
    }

    /** Returns the body of the response, in pieces. */
    List<String> body(List<String> texts) {
        List<String> pieces = unfinished(texts);
        pieces.add(streamed ? EVENT.formatted("", "\"stop\"") + DONE : "\",\"finish_reason\":\"stop\"}]}");
        return pieces;
    }

    /** Returns the body of the response without its end. */
    List<String> unfinished(List<String> texts) {
        List<String> pieces = new ArrayList<>();
        if (!streamed) {
            pieces.add("{\"choices\":[{\"index\":0,\"text\":\"");
        }
        for (String text : texts) {
            pieces.add(streamed ? EVENT.formatted(text, "null") : text);
        }
        return pieces;
    }

    /** Returns an error in place of a completion. */
    String error() {
        String error = "{\"error\":{\"message\":\"overheated\",\"type\":\"server_error\"}}";
        return streamed ? "data: " + error + "\n\n" : error;
    }

    /** Returns a malformed body or event. */
    String notJson() {
        return streamed ? "data: {\"choices\":7}\n\n" : "<html>";
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
