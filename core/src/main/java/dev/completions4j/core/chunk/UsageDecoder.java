package dev.completions4j.core.chunk;

import dev.completions4j.JsonValue;
import dev.completions4j.JsonValue.JsonNull;
import dev.completions4j.JsonValue.JsonNumber;
import dev.completions4j.Usage;
import dev.completions4j.Usage.CompletionTokensDetails;
import dev.completions4j.Usage.PromptTokensDetails;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/** Decodes the property {@code usage}. */
final class UsageDecoder {

    private long promptTokens;
    private long completionTokens;
    private long totalTokens;
    private @Nullable CompletionTokensDetails completionDetails;
    private @Nullable PromptTokensDetails promptDetails;

    private UsageDecoder() {}

    static Usage read(JsonParser parser) {
        UsageDecoder fields = new UsageDecoder();
        Map<String, JsonValue> unknown = PropertyReader.readObject(parser, "usage", fields::property);
        return new Usage(
                fields.promptTokens,
                fields.completionTokens,
                fields.totalTokens,
                fields.completionDetails,
                fields.promptDetails,
                unknown);
    }

    private void property(String name, PropertyReader reader) {
        switch (name) {
            case "prompt_tokens" -> promptTokens = reader.integerOrZero(name);
            case "completion_tokens" -> completionTokens = reader.integerOrZero(name);
            case "total_tokens" -> totalTokens = reader.integerOrZero(name);
            case "completion_tokens_details" ->
                completionDetails = reader.isNull() ? null : completionDetails(reader.parser());
            case "prompt_tokens_details" -> promptDetails = reader.isNull() ? null : promptDetails(reader.parser());
            default -> reader.unknown(name);
        }
    }

    private static CompletionTokensDetails completionDetails(JsonParser parser) {
        Map<String, JsonValue> members = members(parser, "completion_tokens_details");
        return new CompletionTokensDetails(
                take(members, "accepted_prediction_tokens"),
                take(members, "rejected_prediction_tokens"),
                take(members, "audio_tokens"),
                take(members, "reasoning_tokens"),
                take(members, "text_tokens"),
                members);
    }

    private static PromptTokensDetails promptDetails(JsonParser parser) {
        Map<String, JsonValue> members = members(parser, "prompt_tokens_details");
        return new PromptTokensDetails(
                take(members, "audio_tokens"),
                take(members, "cached_tokens"),
                take(members, "text_tokens"),
                take(members, "image_tokens"),
                take(members, "cache_write_tokens"),
                members);
    }

    private static Map<String, JsonValue> members(JsonParser parser, String what) {
        return new LinkedHashMap<>(PropertyReader.readObject(parser, what, (name, reader) -> reader.unknown(name)));
    }

    private static @Nullable Long take(Map<String, JsonValue> members, String name) {
        JsonValue value = members.remove(name);
        if (value == null || value instanceof JsonNull) {
            return null;
        }
        if (value instanceof JsonNumber number) {
            return number.value().longValue();
        }
        throw new MalformedJsonException(name + " should be a number");
    }
}
