// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.json;

import dev.completions4j.JsonValue;
import dev.completions4j.JsonValue.JsonBoolean;
import dev.completions4j.JsonValue.JsonNull;
import dev.completions4j.JsonValue.JsonNumber;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/** Creates JSON parsers with this client's limits, and reads JSON values. */
public final class Json {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            // Needed for log probabilities only; see requireNumber().
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(64)
                    .maxNumberLength(64)
                    .maxNameLength(64 * 1024)
                    // The length of what is parsed is limited before.
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private Json() {}

    /**
     * Returns a parser of the first {@code length} bytes, with ill-formed UTF-8 replaced by replacement characters.
     *
     * @throws StreamConstraintsException if the encoding is UTF-16 or UTF-32
     */
    public static JsonParser parser(byte[] json, int length) {
        RepairedUtf8 repaired = RepairedUtf8.of(json, length);
        return repaired == null ? parserOfUtf8(json, length) : parser(json, length, repaired);
    }

    /**
     * Returns a parser of repaired bytes.
     *
     * @param json the original bytes
     * @throws StreamConstraintsException if the encoding is UTF-16 or UTF-32
     */
    public static JsonParser parser(byte[] json, int length, RepairedUtf8 repaired) {
        if (length >= 2 && (isPair(json, 0xFE, 0xFF) || isPair(json, 0xFF, 0xFE))) {
            throw otherEncoding();
        }
        return parserOfUtf8(repaired.bytes(), repaired.length());
    }

    private static boolean isPair(byte[] json, int first, int second) {
        return json[0] == (byte) first && json[1] == (byte) second;
    }

    /**
     * Returns a parser of well-formed UTF-8.
     *
     * <p>The factory detects another encoding only if the bytes begin with its byte order mark, which is not UTF-8, or
     * if one of the first four bytes is NUL, which is not JSON.
     *
     * @throws StreamConstraintsException if the encoding is UTF-16 or UTF-32
     */
    public static JsonParser parserOfUtf8(byte[] json, int length) {
        for (int i = 0; i < Math.min(4, length); i++) {
            if (json[i] == 0) {
                throw otherEncoding();
            }
        }
        return FACTORY.createParser(ObjectReadContext.empty(), json, 0, length);
    }

    private static StreamConstraintsException otherEncoding() {
        return new StreamConstraintsException(
                "The encoding seems to be UTF-16 or UTF-32; it must be UTF-8 (RFC 8259, section 8.1)");
    }

    /** Returns a parser of text. */
    static JsonParser parser(String json) {
        return FACTORY.createParser(ObjectReadContext.empty(), json);
    }

    /** Reads the value at the parser's current token. */
    public static JsonValue read(JsonParser parser) {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> readObject(parser);
            case START_ARRAY -> readArray(parser);
            case VALUE_STRING -> JsonValue.of(parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonNumber(decimal(parser));
            case VALUE_TRUE -> JsonBoolean.TRUE;
            case VALUE_FALSE -> JsonBoolean.FALSE;
            case VALUE_NULL -> JsonNull.NULL;
            default -> throw new IllegalStateException("No value begins with " + token);
        };
    }

    /**
     * Checks that the current number is finite.
     *
     * @throws InputCoercionException if it is NaN or infinite
     */
    public static void requireNumber(JsonParser parser) {
        if (parser.isNaN()) {
            throw unreadable(parser, parser.getString() + " is not a number in JSON");
        }
    }

    private static BigDecimal decimal(JsonParser parser) {
        requireNumber(parser);
        try {
            return parser.getDecimalValue();
        } catch (NumberFormatException e) {
            throw unreadable(parser, "An exponent has more digits than can be read");
        }
    }

    private static InputCoercionException unreadable(JsonParser parser, String problem) {
        return new InputCoercionException(parser, problem, parser.currentToken(), BigDecimal.class);
    }

    /** Returns a place in a text, to be appended to a sentence; an empty string if it is unknown. */
    public static String place(@Nullable TokenStreamLocation location) {
        return location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private static JsonValue readObject(JsonParser parser) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            members.put(name, read(parser));
        }
        return JsonValue.object(members);
    }

    private static JsonValue readArray(JsonParser parser) {
        List<JsonValue> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(read(parser));
        }
        return JsonValue.array(elements);
    }
}
