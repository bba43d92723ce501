// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server's response and the expected result.
 *
 * @param server the name of its file
 * @param name unique within the file
 * @param answers responses that all have the expected result
 * @param expected the result; see {@link Expectation}
 */
record CorpusCase(String server, String name, List<Answer> answers, Expectation expected) {

    /**
     * A response, to a non-streaming or a streaming call.
     *
     * @param body in the format of {@link dev.completions4j.core.internal.json.RawBytes}
     */
    record Answer(boolean toStream, int status, String contentType, String body) {}

    static List<CorpusCase> of(String server) throws IOException {
        try (InputStream in = Objects.requireNonNull(CorpusCase.class.getResourceAsStream(server + ".json"), server)) {
            List<CorpusCase> cases = new ArrayList<>();
            for (JsonNode node : JsonMapper.shared().readTree(in)) {
                cases.add(new CorpusCase(
                        server, node.get("name").stringValue(), answers(node), new Expectation(node.get("expected"))));
            }
            return cases;
        }
    }

    /** A JSON body is used for both kinds of calls, because servers may send it for streaming calls, too; events only for one. */
    private static List<Answer> answers(JsonNode node) {
        int status = node.path("status").intValue(200);
        List<Answer> answers = new ArrayList<>();
        JsonNode body = node.get("body");
        if (body != null) {
            String type = node.path("contentType").stringValue("application/json");
            answers.add(new Answer(false, status, type, text(body)));
            answers.add(new Answer(true, status, type, text(body)));
        }
        String type = node.path("streamType").stringValue("text/event-stream; charset=utf-8");
        JsonNode events = node.get("events");
        if (events != null) {
            StringBuilder stream = new StringBuilder();
            events.forEach(event -> stream.append("data: ").append(text(event)).append("\n\n"));
            answers.add(new Answer(true, status, type, stream.toString()));
        }
        JsonNode stream = node.get("stream");
        if (stream != null) {
            answers.add(new Answer(true, status, type, stream.stringValue()));
        }
        return answers;
    }

    /** Returns a string unchanged, any other value as JSON. */
    private static String text(JsonNode node) {
        return node.isString() ? node.stringValue() : node.toString();
    }

    @Override
    public String toString() {
        return server + ": " + name;
    }
}
