// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import dev.completions4j.ApiException.ApiError;
import dev.completions4j.Choice;
import dev.completions4j.CompletionChunk;
import dev.completions4j.FinishReason;
import dev.completions4j.JsonValue;
import dev.completions4j.Logprobs;
import dev.completions4j.ResponseInfo;
import dev.completions4j.Usage;
import dev.completions4j.core.internal.json.Json;
import dev.completions4j.core.internal.json.RepairedUtf8;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/**
 * Parses the JSON of a completion or a chunk, which have the same structure. For one object; not thread-safe.
 */
final class CompletionParser {

    private static final byte[] NO_BYTES = {};

    private final ChoiceBounds bounds;

    private String id = "";
    private String objectType = "";
    private long created;
    private String model = "";
    private @Nullable List<Choice> choices;
    private @Nullable String systemFingerprint;
    private @Nullable Usage usage;
    private Map<String, JsonValue> additionalProperties = Map.of();

    private int choicesRead;

    private byte[] json = NO_BYTES;
    private @Nullable RepairedUtf8 repaired;
    private @Nullable SplitCharacters splitCharacters;

    CompletionParser(ChoiceBounds bounds) {
        this.bounds = bounds;
    }

    /**
     * Reads an object.
     *
     * @param json the object, in the first {@code length} bytes
     * @param repaired the repaired JSON; null if the JSON is well-formed UTF-8
     * @param splitCharacters joins characters that are split between chunks; null for a whole completion
     * @return the error that was sent instead of a completion; null if it is a completion or a chunk
     * @throws MalformedJsonException if it is neither
     */
    @Nullable ApiError read(byte[] json, int length, @Nullable RepairedUtf8 repaired, @Nullable SplitCharacters splitCharacters) {
        this.json = json;
        this.repaired = repaired;
        this.splitCharacters = splitCharacters;
        try (JsonParser parser =
                repaired == null ? Json.parserOfUtf8(json, length) : Json.parser(json, length, repaired)) {
            if (parser.nextToken() == null) {
                throw new MalformedJsonException("It is empty");
            }
            additionalProperties = PropertyReader.readObject(parser, "It", this::property);
            if (parser.nextToken() != null) {
                throw new MalformedJsonException("It has data after the object");
            }
        } catch (JacksonException e) {
            throw MalformedJsonException.of(e);
        }
        ApiError error = ApiErrors.inBody(objectType, choices != null, additionalProperties, json, length);
        if (error == null && choices == null) {
            throw new MalformedJsonException("It has no choices");
        }
        return error;
    }

    /** Returns the object, which is a completion or a chunk. */
    CompletionChunk chunk(ResponseInfo response) {
        return new CompletionChunk(
                id,
                objectType,
                created,
                model,
                Objects.requireNonNull(choices, "no completion was read"),
                systemFingerprint,
                usage,
                additionalProperties,
                response);
    }

    private void property(String name, PropertyReader reader) {
        switch (name) {
            case "id" -> id = reader.once(0).stringOrEmpty();
            case "object" -> objectType = reader.once(1).stringOrEmpty();
            case "created" -> created = reader.once(2).wholeOrZero();
            case "model" -> model = reader.once(3).stringOrEmpty();
            case "choices" -> choices = reader.once(4).array(this::choice);
            case "system_fingerprint" -> systemFingerprint = reader.once(5).string();
            case "usage" -> usage = reader.once(6).isNull() ? null : UsageDecoder.read(reader.parser());
            default -> reader.unknown();
        }
    }

    private Choice choice(JsonParser parser) {
        bounds.checkCount(++choicesRead);
        ChoiceFields fields = new ChoiceFields();
        Map<String, JsonValue> unknown = PropertyReader.readObject(parser, "A choice", fields);
        ChatFormat.refuse(fields.textStart >= 0, unknown);
        int index = index(fields);
        return new Choice(
                index, bounds.promptIndex(index), whole(index, fields), fields.finishReason, fields.logprobs, unknown);
    }

    /** OpenRouter omits the index, which is certain if one choice was requested. */
    private int index(ChoiceFields fields) {
        boolean isCertain = fields.index == null && fields.textStart >= 0 && bounds.isSingle();
        return isCertain ? 0 : bounds.checked(fields.index);
    }

    /** Returns the text with split characters joined: an incomplete last character is held back. */
    private String whole(int index, ChoiceFields fields) {
        SplitCharacters current = splitCharacters;
        if (current == null || (repaired == null && current.isEmpty())) {
            return fields.text;
        }
        boolean last = fields.finishReason != null;
        if (fields.textStart < 0) {
            return current.join(index, fields.text, json, 0, 0, last);
        }
        int start = repaired == null ? fields.textStart : repaired.originalIndex(fields.textStart);
        int end = repaired == null ? fields.textEnd : repaired.originalIndex(fields.textEnd);
        return current.join(index, fields.text, json, start, end, last);
    }

    /** Treats an empty reason as null (TGI). */
    static @Nullable FinishReason finishReason(@Nullable String value) {
        return value == null || value.isEmpty() ? null : FinishReason.of(value);
    }

    private static final class ChoiceFields implements PropertyReader.Properties {

        private @Nullable Long index;
        private String text = "";
        private int textStart = -1;
        private int textEnd = -1;
        private @Nullable FinishReason finishReason;
        private @Nullable Logprobs logprobs;

        @Override
        public void property(String name, PropertyReader reader) {
            switch (name) {
                case "index" -> index = reader.once(0).whole();
                case "text" -> text(reader.once(1));
                case "finish_reason" ->
                    finishReason = finishReason(reader.once(2).string());
                case "logprobs" -> logprobs = reader.once(3).isNull() ? null : LogprobsDecoder.read(reader.parser());
                default -> reader.unknown();
            }
        }

        private void text(PropertyReader reader) {
            text = reader.stringOrEmpty();
            if (!reader.isNull()) {
                JsonParser parser = reader.parser();
                textStart = (int) parser.currentTokenLocation().getByteOffset() + 1;
                textEnd = (int) parser.currentLocation().getByteOffset() - 1;
            }
        }
    }
}
