// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.internal.json;

import java.io.StringWriter;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/** Writes trees as JSON text. */
public final class JsonWriter {

    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonWriter() {}

    /** Returns the text with line breaks and indentation. */
    public static String indented(JsonNode node) {
        return text(node, new Indenting());
    }

    static String compact(JsonNode node) {
        return text(node, ObjectWriteContext.empty());
    }

    private static String text(JsonNode node, ObjectWriteContext context) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(context, text)) {
            node.write(generator);
        }
        return text.toString();
    }

    /** The settings of one text; not shared, because the printer is stateful. */
    private static final class Indenting extends ObjectWriteContext.Base {

        private final PrettyPrinter printer = new DefaultPrettyPrinter();

        @Override
        public @Nullable PrettyPrinter getPrettyPrinter() {
            return printer;
        }
    }
}
