// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.completions4j.JsonValue;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;

/** Parses and formats the JSON texts of callers. Safe for use by multiple threads. */
public final class JsonCodec implements JsonValue.Codec {

    private static final int INITIAL_CAPACITY = 256;

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
            throw notOneValue("too deep a nesting, or too long a name or number", e.getLocation());
        } catch (JacksonException e) {
            // Without the cause, whose message quotes the text.
            throw notOneValue("a syntax error", e.getLocation());
        }
    }

    private static IllegalArgumentException notOneValue(String what, @Nullable TokenStreamLocation location) {
        return new IllegalArgumentException(
                "The JSON text has " + what + Json.place(location) + "; it must be one value (RFC 8259)");
    }

    @Override
    public String format(JsonValue value) {
        return UTF_8.decode(new JsonWriter(INITIAL_CAPACITY).value(value).content())
                .toString();
    }
}
