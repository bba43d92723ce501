// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.completions4j.ApiException.ApiError;
import dev.completions4j.JsonValue;
import dev.completions4j.JsonValue.JsonArray;
import dev.completions4j.JsonValue.JsonNull;
import dev.completions4j.JsonValue.JsonNumber;
import dev.completions4j.JsonValue.JsonObject;
import dev.completions4j.JsonValue.JsonString;
import dev.completions4j.core.internal.json.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads errors in all known formats: {@code error} as an object or a string, the error as the top-level object (SGLang,
 * older vLLM), {@code detail} (FastAPI), or plain text.
 */
public final class ApiErrors {

    private static final int MAX_BODY = 64 * 1024;

    private ApiErrors() {}

    /** Returns the error in the body of an error response. */
    public static ApiError ofErrorBody(byte[] body, int length) {
        ApiError error;
        try {
            JsonObject object = parse(body, length);
            error = object == null ? null : inObject(object.members(), body, length);
        } catch (RuntimeException unexpected) {
            // The status is more useful than a failure to parse the body.
            error = null;
        }
        return error != null ? error : fromText(body, length);
    }

    /** Returns the error in an object that was expected to be a completion; null if it is not an error. */
    static @Nullable ApiError inBody(
            String objectType, boolean hasChoices, Map<String, JsonValue> properties, byte[] body, int length) {
        JsonValue error = properties.get("error");
        boolean isError = (error != null && !(error instanceof JsonNull))
                || objectType.equals("error")
                || (!hasChoices && (properties.containsKey("message") || properties.containsKey("detail")));
        if (!isError) {
            return null;
        }
        ApiError found = inObject(properties, body, length);
        return found != null ? found : fromText(body, length);
    }

    private static @Nullable JsonObject parse(byte[] body, int length) {
        try (JsonParser parser = Json.parser(body, length)) {
            return parser.nextToken() == JsonToken.START_OBJECT && Json.read(parser) instanceof JsonObject object
                    ? object
                    : null;
        } catch (JacksonException notJson) {
            return null;
        }
    }

    private static @Nullable ApiError inObject(Map<String, JsonValue> members, byte[] body, int length) {
        JsonValue error = members.get("error");
        if (error instanceof JsonObject nested) {
            ApiError found = inObject(nested.members(), body, length);
            return found != null ? found : fromText(body, length);
        }
        String message = error instanceof JsonString text ? text.value() : text(members.get("message"));
        if (message == null) {
            message = detail(members.get("detail"));
        }
        String type = text(members.get("type"));
        if (type == null) {
            type = text(members.get("error_type"));
        }
        String code = text(members.get("code"));
        String bodyText = bodyText(body, length);
        if (message == null || message.isBlank()) {
            return type == null && code == null
                    ? null
                    : new ApiError(bodyText, type, code, text(members.get("param")), bodyText);
        }
        return new ApiError(message, type, code, text(members.get("param")), bodyText);
    }

    /** Joins the messages of FastAPI's list of violations. */
    private static @Nullable String detail(@Nullable JsonValue detail) {
        if (detail instanceof JsonArray list) {
            StringBuilder messages = new StringBuilder();
            for (JsonValue element : list.elements()) {
                String message = element instanceof JsonObject object
                        ? text(object.members().get("msg"))
                        : text(element);
                if (message != null) {
                    messages.append(messages.isEmpty() ? "" : "; ").append(message);
                }
            }
            return messages.toString();
        }
        return text(detail);
    }

    /** Treats {@code "None"} as absent (LiteLLM). */
    private static @Nullable String text(@Nullable JsonValue value) {
        if (value instanceof JsonString string) {
            return string.value().equals("None") ? null : string.value();
        }
        // Not toPlainString(): 1e999999999 would have a billion digits.
        return value instanceof JsonNumber number ? number.value().toString() : null;
    }

    private static ApiError fromText(byte[] body, int length) {
        String text = bodyText(body, length);
        if (isGzip(body, length)) {
            return new ApiError(
                    "(no message: the body is compressed with gzip; disable compression in the server or the proxy)",
                    null,
                    null,
                    null,
                    text);
        }
        return new ApiError(text.isBlank() ? "(no message)" : text, null, null, null, text);
    }

    /** Detects gzip by its first two bytes (RFC 1952, section 2.3.1), which are not UTF-8. */
    private static boolean isGzip(byte[] body, int length) {
        return length >= 2 && body[0] == 0x1F && body[1] == (byte) 0x8B;
    }

    private static String bodyText(byte[] body, int length) {
        return new String(body, 0, Math.min(length, MAX_BODY), UTF_8);
    }
}
