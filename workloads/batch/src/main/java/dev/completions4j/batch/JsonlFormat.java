// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import dev.completions4j.CompletionRequest;
import dev.completions4j.JsonValue;
import dev.completions4j.JsonValue.JsonBoolean;
import dev.completions4j.JsonValue.JsonObject;
import dev.completions4j.JsonValue.JsonString;
import dev.completions4j.batch.InputEntry.Ask;
import dev.completions4j.batch.InputEntry.Blank;
import dev.completions4j.batch.InputEntry.Refusal;
import dev.completions4j.batch.LineReader.Line;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The format of OpenAI's Batch API. */
final class JsonlFormat implements LineFormat {

    private static final Set<String> URLS = Set.of("/v1/completions", "/completions");

    private final @Nullable String defaultModel;

    /** @param defaultModel the model of requests that name none; null if they are refused */
    JsonlFormat(@Nullable String defaultModel) {
        this.defaultModel = defaultModel;
    }

    @Override
    public InputEntry entry(Line line) {
        if (line.text().isBlank()) {
            return new Blank(line.bytes());
        }
        JsonValue value;
        try {
            value = JsonValue.parse(line.text());
        } catch (IllegalArgumentException e) {
            return BrokenLines.malformed(line, "The line is not JSON: " + e.getMessage());
        }
        if (!(value instanceof JsonObject object)) {
            return BrokenLines.malformed(
                    line, "The line is not a JSON object; it must be one, with custom_id, method, url and body");
        }
        return request(line, object.members());
    }

    private InputEntry request(Line line, Map<String, JsonValue> members) {
        if (!(members.get("custom_id") instanceof JsonString id)) {
            return BrokenLines.malformed(line, "The line has no custom_id; it must have one, as a string");
        }
        String customId = id.value();
        if (!(members.get("method") instanceof JsonString method
                && method.value().equals("POST"))) {
            return new Refusal(line.number(), line.bytes(), customId, "unsupported_method", "method must be \"POST\"");
        }
        if (!(members.get("url") instanceof JsonString url && URLS.contains(url.value()))) {
            return new Refusal(
                    line.number(),
                    line.bytes(),
                    customId,
                    "unsupported_url",
                    "url must be \"/v1/completions\"; other endpoints are not supported");
        }
        if (!(members.get("body") instanceof JsonObject body)) {
            return new Refusal(line.number(), line.bytes(), customId, "invalid_request", "body must be a JSON object");
        }
        if (body.members().get("stream") == JsonBoolean.TRUE) {
            return new Refusal(
                    line.number(),
                    line.bytes(),
                    customId,
                    "unsupported_stream",
                    "a request of a batch cannot be streamed; remove stream from the body");
        }
        CompletionRequest request = RequestBody.read(body, defaultModel);
        return request == null
                ? new Refusal(
                        line.number(),
                        line.bytes(),
                        customId,
                        "invalid_request",
                        "model must be a string; set it in the body, or for the whole run")
                : new Ask(line.number(), line.bytes(), customId, request);
    }
}
