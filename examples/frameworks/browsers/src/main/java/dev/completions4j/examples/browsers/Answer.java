// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.examples.browsers;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What a page made of a stream of events.
 *
 * @param text the texts of the events without a name, joined
 * @param others the names of the other events
 */
record Answer(String text, List<String> others) {

    private static final JsonFactory JSON = new JsonFactory();

    /** Reads a stream as browsers do, whose fields are those that the examples send. */
    static Answer parse(String stream) {
        StringBuilder text = new StringBuilder();
        List<String> others = new ArrayList<>();
        String name = "";
        StringBuilder data = new StringBuilder();
        for (String line : stream.split("\r\n|\r|\n", -1)) {
            if (line.startsWith("data:")) {
                data.append(data.isEmpty() ? "" : "\n").append(value(line));
            } else if (line.startsWith("event:")) {
                name = value(line);
            } else if (line.isEmpty()) {
                if (!data.isEmpty() && name.isEmpty()) {
                    text.append(text(data.toString()));
                } else if (!data.isEmpty()) {
                    others.add(name);
                }
                name = "";
                data.setLength(0);
            }
        }
        return new Answer(text.toString(), others);
    }

    /** One space after the colon is not part of the value. */
    private static String value(String line) {
        String value = line.substring(line.indexOf(':') + 1);
        return value.startsWith(" ") ? value.substring(1) : value;
    }

    private static String text(String json) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_STRING && "text".equals(parser.currentName())) {
                    return parser.getString();
                }
            }
        }
        throw new AssertionError("An event has no text: " + json);
    }
}
