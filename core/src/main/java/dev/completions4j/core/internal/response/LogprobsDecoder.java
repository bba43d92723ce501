// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import dev.completions4j.JsonValue;
import dev.completions4j.Logprobs;
import dev.completions4j.TokenLogprob;
import dev.completions4j.TokenLogprob.TopLogprob;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Decodes the property {@code logprobs} in both formats: parallel lists, as in completions, and a list of objects under
 * {@code content}, as in chat completions (llama.cpp).
 */
final class LogprobsDecoder {

    private @Nullable List<String> tokens;
    private @Nullable List<@Nullable Double> tokenLogprobs;
    private @Nullable List<@Nullable Integer> textOffsets;
    private @Nullable List<List<TopLogprob>> topLogprobs;
    private @Nullable List<TokenLogprob> content;

    private LogprobsDecoder() {}

    static Logprobs read(JsonParser parser) {
        LogprobsDecoder fields = new LogprobsDecoder();
        Map<String, JsonValue> unknown = PropertyReader.readObject(parser, "logprobs", fields::property);
        return new Logprobs(
                fields.content != null
                        ? fields.content
                        : zip(fields.tokens, fields.tokenLogprobs, fields.textOffsets, fields.topLogprobs),
                unknown);
    }

    private void property(String name, PropertyReader reader) {
        switch (name) {
            case "tokens" -> tokens = reader.once(0).array(LogprobsDecoder::tokenText);
            case "token_logprobs" -> tokenLogprobs = reader.once(1).array(LogprobsDecoder::logprob);
            case "text_offset" -> textOffsets = reader.once(2).array(LogprobsDecoder::textOffset);
            case "top_logprobs" -> topLogprobs = reader.once(3).array(LogprobsDecoder::topByText);
            case "content" -> content = reader.once(4).array(LogprobsDecoder::contentEntry);
            default -> reader.unknown();
        }
    }

    /** Returns a token for each of the texts; the other lists may be null or shorter. */
    static List<TokenLogprob> zip(
            @Nullable List<String> texts,
            @Nullable List<@Nullable Double> logprobs,
            @Nullable List<@Nullable Integer> offsets,
            @Nullable List<List<TopLogprob>> tops) {
        if (texts == null) {
            return List.of();
        }
        if (texts.size() == 1) {
            return List.of(token(0, texts, logprobs, offsets, tops));
        }
        List<TokenLogprob> zipped = new ArrayList<>(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            zipped.add(token(i, texts, logprobs, offsets, tops));
        }
        return zipped;
    }

    private static TokenLogprob token(
            int index,
            List<String> texts,
            @Nullable List<@Nullable Double> logprobs,
            @Nullable List<@Nullable Integer> offsets,
            @Nullable List<List<TopLogprob>> tops) {
        List<TopLogprob> top = at(tops, index);
        return new TokenLogprob(
                texts.get(index),
                LogprobsDecoder.<@Nullable Double>at(logprobs, index),
                LogprobsDecoder.<@Nullable Integer>at(offsets, index),
                top == null ? List.of() : top,
                Map.of());
    }

    private static <T extends @Nullable Object> @Nullable T at(@Nullable List<T> list, int index) {
        return list == null || index >= list.size() ? null : list.get(index);
    }

    private static String tokenText(JsonParser parser) {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw PropertyReader.wrongType("An entry of tokens", "a string", parser);
        }
        return parser.getString();
    }

    /**
     * Decodes a log probability. Python servers write {@code -Infinity} and {@code NaN}, which are not JSON; others write
     * these words as strings.
     */
    private static @Nullable Double logprob(JsonParser parser) {
        return switch (parser.currentToken()) {
            case VALUE_NULL -> null;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> unlessLowest(parser.getDoubleValue());
            case VALUE_STRING -> notFinite(parser);
            default -> throw PropertyReader.wrongType("A log probability", "a number", parser);
        };
    }

    /** Returns negative infinity, which JSON cannot represent, for -9999.0 (vLLM) and the lowest float (llama.cpp). */
    static double unlessLowest(double value) {
        return value == -9999.0 || value <= -3.4e38 ? Double.NEGATIVE_INFINITY : value;
    }

    private static double notFinite(JsonParser parser) {
        return switch (parser.getString()) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> throw PropertyReader.wrongType("A log probability", "a number", parser);
        };
    }

    private static @Nullable Integer textOffset(JsonParser parser) {
        Long value = PropertyReader.whole(parser, "An entry of text_offset");
        if (value != null && value > Integer.MAX_VALUE) {
            throw new MalformedJsonException("An entry of text_offset is " + value);
        }
        return value == null ? null : unlessNegative(value);
    }

    /** Treats -1 as absent (SGLang). */
    static @Nullable Integer unlessNegative(long offset) {
        return offset < 0 ? null : (Integer) (int) offset;
    }

    /** Decodes a map from text to log probability as a list, since SGLang repeats texts. */
    private static List<TopLogprob> topByText(JsonParser parser) {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return List.of();
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw PropertyReader.wrongType("An entry of top_logprobs", "an object", parser);
        }
        List<TopLogprob> top = new ArrayList<>(8);
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String token = parser.currentName();
            parser.nextToken();
            top.add(new TopLogprob(token, logprob(parser)));
        }
        return top;
    }

    private static TokenLogprob contentEntry(JsonParser parser) {
        ContentEntry fields = new ContentEntry();
        Map<String, JsonValue> unknown = PropertyReader.readObject(parser, "An entry of content", fields::property);
        return new TokenLogprob(fields.token, fields.logprob, null, fields.top, unknown);
    }

    private static TopLogprob topEntry(JsonParser parser) {
        ContentEntry fields = new ContentEntry();
        Map<String, JsonValue> unknown =
                PropertyReader.readObject(parser, "An entry of top_logprobs", fields::property);
        return new TopLogprob(fields.token, fields.logprob, unknown);
    }

    private static final class ContentEntry {

        private String token = "";
        private @Nullable Double logprob;
        private List<TopLogprob> top = List.of();

        void property(String name, PropertyReader reader) {
            switch (name) {
                case "token" -> token = reader.once(0).stringOrEmpty();
                case "logprob" ->
                    logprob = LogprobsDecoder.logprob(reader.once(1).parser());
                case "top_logprobs" -> {
                    List<TopLogprob> entries = reader.once(2).array(LogprobsDecoder::topEntry);
                    top = entries == null ? List.of() : entries;
                }
                default -> reader.unknown();
            }
        }
    }
}
