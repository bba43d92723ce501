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
 * What a server sends, and what the client is to make of it.
 *
 * @param server the file that it is from
 * @param name unique in the file
 * @param answers all of them mean what is expected
 * @param expected see {@link Expectation}
 */
record CorpusCase(String server, String name, List<Answer> answers, Expectation expected) {

    /**
     * A response, and whether it is given to a call for a whole completion or for a stream.
     *
     * @param body as {@link dev.completions4j.core.internal.json.RawBytes} reads it
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

    /** A body answers both calls, since a server may answer a call for a stream with it too; events only one. */
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

    /** A string as it is, anything else as JSON. */
    private static String text(JsonNode node) {
        return node.isString() ? node.stringValue() : node.toString();
    }

    @Override
    public String toString() {
        return server + ": " + name;
    }
}
