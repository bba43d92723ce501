// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.json;

import dev.completions4j.JsonValue;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;

/** Parses and formats the JSON texts of callers. Safe for use by multiple threads. */
public final class JsonCodec implements JsonValue.Codec {

    @Override
    public JsonValue parse(String json) {
        try (JsonParser parser = Json.parser(json)) {
            if (parser.nextToken() == null) {
                throw new IllegalArgumentException("The JSON text is empty; it must be one value");
            }
            JsonValue value = Json.read(parser);
            if (parser.nextToken() != null) {
                throw notOneValue("more than one value", parser.currentTokenLocation());
            }
            return value;
        } catch (StreamConstraintsException e) {
            throw notOneValue("too deep a nesting, or too long a name or number,", e.getLocation());
        } catch (JacksonException e) {
            // Without the cause, whose message quotes the text.
            throw notOneValue("a syntax error", e.getLocation());
        }
    }

    private static IllegalArgumentException notOneValue(String what, @Nullable TokenStreamLocation location) {
        String place =
                location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
        return new IllegalArgumentException("The JSON text has " + what + place + "; it must be one value (RFC 8259)");
    }

    @Override
    public String format(JsonValue value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = Json.generator(text)) {
            Json.write(value, generator);
        }
        return text.toString();
    }
}
