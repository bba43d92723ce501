// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** A completion or chunk, deserialized by Jackson's databind. */
public record DatabindChunk(
        String id,
        String object,
        long created,
        String model,
        List<Choice> choices,
        @Nullable String systemFingerprint,
        @Nullable Usage usage) {

    private static final ObjectReader READER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build()
            .readerFor(DatabindChunk.class);

    /** A choice. */
    public record Choice(
            String text,
            int index,
            @Nullable Logprobs logprobs,
            @Nullable String finishReason,
            @Nullable List<Integer> tokenIds) {}

    /** The log probabilities of a choice's tokens. */
    public record Logprobs(
            List<String> tokens,
            List<Double> tokenLogprobs,
            List<Map<String, Double>> topLogprobs,
            List<Integer> textOffset) {}

    /** The token usage. */
    public record Usage(int promptTokens, int completionTokens, int totalTokens) {}

    /** Deserializes JSON in UTF-8. */
    public static DatabindChunk read(byte[] json) {
        return READER.readValue(json);
    }

    /** Deserializes JSON. */
    static DatabindChunk read(String json) {
        return READER.readValue(json);
    }
}
