// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.extensions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.JsonValue;
import dev.completions4j.JsonValue.JsonArray;
import dev.completions4j.JsonValue.JsonBoolean;
import dev.completions4j.JsonValue.JsonNumber;
import dev.completions4j.JsonValue.JsonObject;
import dev.completions4j.JsonValue.JsonString;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Verifies that every property that vLLM reads has a type here, or a reason why it has none. */
class VllmPropertiesTest {

    /** The properties of {@code CompletionRequest}. */
    private static final Set<String> OF_EVERY_SERVER = Set.of(
            "model",
            "prompt",
            "echo",
            "frequency_penalty",
            "logit_bias",
            "logprobs",
            "max_tokens",
            "n",
            "presence_penalty",
            "seed",
            "stop",
            "stream",
            "stream_options",
            "suffix",
            "temperature",
            "top_p",
            "user");

    private static final Map<String, String> WITHOUT_A_TYPE = Map.of(
            "return_token_offsets", "read by /v1/completions/render only",
            "mm_payload", "read by /v1/completions/render only",
            "return_mm_kwargs", "a deprecated name of mm_payload");

    private static final Map<String, JsonValue> OURS = SamplingParametersTest.everyVllmParameter()
            .structuredOutput(StructuredOutput.regex("a"))
            .build()
            .properties();

    @Test
    void everyPropertyHasATypeOrAReason() throws IOException {
        Set<String> known = new TreeSet<>(OURS.keySet());
        known.addAll(OF_EVERY_SERVER);
        known.addAll(WITHOUT_A_TYPE.keySet());
        known.add("response_format"); // which a structured output replaces

        assertThat(known).containsExactlyElementsOf(new TreeSet<>(theirs().keySet()));
    }

    @Test
    void everyValueHasATypeThatVllmAccepts() throws IOException {
        Map<String, List<String>> theirs = theirs();

        assertThat(OURS)
                .allSatisfy((name, value) -> assertThat(typesOf(value)).containsAnyElementsOf(theirs.get(name)));
    }

    private static Map<String, List<String>> theirs() throws IOException {
        try (InputStream list =
                Objects.requireNonNull(VllmPropertiesTest.class.getResourceAsStream("vllm-0.32-request.txt"))) {
            return new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> List.of(line.split(" ")))
                    .collect(Collectors.toMap(
                            words -> words.get(0),
                            words -> words.subList(1, words.size()),
                            (one, other) -> one,
                            LinkedHashMap::new));
        }
    }

    private static List<String> typesOf(JsonValue value) {
        if (value instanceof JsonObject) {
            return List.of("object");
        } else if (value instanceof JsonArray) {
            return List.of("array");
        } else if (value instanceof JsonString) {
            return List.of("string");
        } else if (value instanceof JsonBoolean) {
            return List.of("boolean");
        } else if (value instanceof JsonNumber number
                && number.value().remainder(BigDecimal.ONE).signum() != 0) {
            return List.of("number");
        }
        return List.of("integer", "number");
    }
}
