// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.extensions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.completions4j.CompletionRequest;
import dev.completions4j.JsonValue;
import dev.completions4j.RequestExtension;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the server-specific parameters that are added to requests. */
class SamplingParametersTest {

    private static final JsonValue SCHEMA = JsonValue.object(Map.of("type", JsonValue.of("integer")));

    private static JsonValue array(int... values) {
        return JsonValue.array(Arrays.stream(values)
                .mapToObj(value -> JsonValue.of((long) value))
                .toList());
    }

    @Test
    void sendsOnlyParametersThatWereSet() {
        assertThat(VllmParameters.builder().build().properties()).isEmpty();
        assertThat(SglangParameters.builder().build().properties()).isEmpty();
        assertThat(LlamaCppParameters.builder().build().properties()).isEmpty();
    }

    @Test
    void usesTheNamesOfVllm() {
        VllmParameters parameters = VllmParameters.builder()
                .topK(1)
                .minP(0.5)
                .ignoreEos(true)
                .repetitionPenalty(1.5)
                .useBeamSearch(false)
                .lengthPenalty(2)
                .stopTokenIds(2, 3)
                .includeStopInOutput(true)
                .minTokens(4)
                .allowedTokenIds(5)
                .badWords("x", "y")
                .skipSpecialTokens(false)
                .spacesBetweenSpecialTokens(false)
                .addSpecialTokens(false)
                .truncatePromptTokens(-1)
                .promptLogprobs(6)
                .returnTokenIds(true)
                .priority(-7)
                .cacheSalt("s")
                .responseFormat(SCHEMA)
                .build();

        assertThat(parameters.properties())
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("top_k", JsonValue.of(1)),
                        Map.entry("min_p", JsonValue.of(0.5)),
                        Map.entry("ignore_eos", JsonValue.of(true)),
                        Map.entry("repetition_penalty", JsonValue.of(1.5)),
                        Map.entry("use_beam_search", JsonValue.of(false)),
                        Map.entry("length_penalty", JsonValue.of(2.0)),
                        Map.entry("stop_token_ids", array(2, 3)),
                        Map.entry("include_stop_str_in_output", JsonValue.of(true)),
                        Map.entry("min_tokens", JsonValue.of(4)),
                        Map.entry("allowed_token_ids", array(5)),
                        Map.entry("bad_words", JsonValue.array(List.of(JsonValue.of("x"), JsonValue.of("y")))),
                        Map.entry("skip_special_tokens", JsonValue.of(false)),
                        Map.entry("spaces_between_special_tokens", JsonValue.of(false)),
                        Map.entry("add_special_tokens", JsonValue.of(false)),
                        Map.entry("truncate_prompt_tokens", JsonValue.of(-1)),
                        Map.entry("prompt_logprobs", JsonValue.of(6)),
                        Map.entry("return_token_ids", JsonValue.of(true)),
                        Map.entry("priority", JsonValue.of(-7)),
                        Map.entry("cache_salt", JsonValue.of("s")),
                        Map.entry("response_format", SCHEMA)));
    }

    @Test
    void usesTheNamesOfSglang() {
        SglangParameters parameters = SglangParameters.builder()
                .topK(1)
                .minP(0.5)
                .ignoreEos(true)
                .repetitionPenalty(1.5)
                .stopTokenIds(2)
                .stopRegex("a+")
                .minTokens(3)
                .noStopTrim(true)
                .skipSpecialTokens(false)
                .loraPath("l")
                .requestId("r")
                .priority(4)
                .cacheSalt("s")
                .build();

        assertThat(parameters.properties())
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("top_k", JsonValue.of(1)),
                        Map.entry("min_p", JsonValue.of(0.5)),
                        Map.entry("ignore_eos", JsonValue.of(true)),
                        Map.entry("repetition_penalty", JsonValue.of(1.5)),
                        Map.entry("stop_token_ids", array(2)),
                        Map.entry("stop_regex", JsonValue.of("a+")),
                        Map.entry("min_tokens", JsonValue.of(3)),
                        Map.entry("no_stop_trim", JsonValue.of(true)),
                        Map.entry("skip_special_tokens", JsonValue.of(false)),
                        Map.entry("lora_path", JsonValue.of("l")),
                        Map.entry("rid", JsonValue.of("r")),
                        Map.entry("priority", JsonValue.of(4)),
                        Map.entry("cache_salt", JsonValue.of("s"))));
    }

    @Test
    void usesTheNamesOfLlamaCpp() {
        LlamaCppParameters parameters = LlamaCppParameters.builder()
                .topK(1)
                .minP(0.5)
                .ignoreEos(true)
                .typicalP(0.25)
                .topNSigma(-1)
                .xtcProbability(0.5)
                .xtcThreshold(0.125)
                .dynamicTemperatureRange(0.5)
                .dynamicTemperatureExponent(1.5)
                .repeatPenalty(1.5)
                .repeatLastN(-1)
                .dryMultiplier(0.5)
                .dryBase(1.75)
                .dryAllowedLength(2)
                .dryPenaltyLastN(3)
                .drySequenceBreakers("\n")
                .mirostat(2)
                .mirostatTau(5)
                .mirostatEta(0.5)
                .samplers("top_k")
                .minKeep(4)
                .keepPromptTokens(5)
                .cachePrompt(true)
                .slot(6)
                .timingsPerToken(true)
                .build();

        assertThat(parameters.properties())
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("top_k", JsonValue.of(1)),
                        Map.entry("min_p", JsonValue.of(0.5)),
                        Map.entry("ignore_eos", JsonValue.of(true)),
                        Map.entry("typical_p", JsonValue.of(0.25)),
                        Map.entry("top_n_sigma", JsonValue.of(-1.0)),
                        Map.entry("xtc_probability", JsonValue.of(0.5)),
                        Map.entry("xtc_threshold", JsonValue.of(0.125)),
                        Map.entry("dynatemp_range", JsonValue.of(0.5)),
                        Map.entry("dynatemp_exponent", JsonValue.of(1.5)),
                        Map.entry("repeat_penalty", JsonValue.of(1.5)),
                        Map.entry("repeat_last_n", JsonValue.of(-1)),
                        Map.entry("dry_multiplier", JsonValue.of(0.5)),
                        Map.entry("dry_base", JsonValue.of(1.75)),
                        Map.entry("dry_allowed_length", JsonValue.of(2)),
                        Map.entry("dry_penalty_last_n", JsonValue.of(3)),
                        Map.entry("dry_sequence_breakers", JsonValue.array(List.of(JsonValue.of("\n")))),
                        Map.entry("mirostat", JsonValue.of(2)),
                        Map.entry("mirostat_tau", JsonValue.of(5.0)),
                        Map.entry("mirostat_eta", JsonValue.of(0.5)),
                        Map.entry("samplers", JsonValue.array(List.of(JsonValue.of("top_k")))),
                        Map.entry("min_keep", JsonValue.of(4)),
                        Map.entry("n_keep", JsonValue.of(5)),
                        Map.entry("cache_prompt", JsonValue.of(true)),
                        Map.entry("id_slot", JsonValue.of(6)),
                        Map.entry("timings_per_token", JsonValue.of(true))));
    }

    static Stream<Arguments> structuredOutputs() {
        StructuredOutput schema = StructuredOutput.jsonSchema(SCHEMA);
        StructuredOutput regex = StructuredOutput.regex("a+");
        StructuredOutput choice = StructuredOutput.choice("a.b", "say \"c\"\\");
        StructuredOutput grammar = StructuredOutput.grammar("root ::= \"a\"");
        return Stream.of(
                Arguments.of(vllm(schema), structured("json", SCHEMA)),
                Arguments.of(vllm(regex), structured("regex", JsonValue.of("a+"))),
                Arguments.of(
                        vllm(choice),
                        structured(
                                "choice", JsonValue.array(List.of(JsonValue.of("a.b"), JsonValue.of("say \"c\"\\"))))),
                Arguments.of(vllm(grammar), structured("grammar", JsonValue.of("root ::= \"a\""))),
                Arguments.of(
                        sglang(schema),
                        Map.of(
                                "response_format",
                                JsonValue.object(Map.of(
                                        "type",
                                        JsonValue.of("json_schema"),
                                        "json_schema",
                                        JsonValue.object(Map.of("name", JsonValue.of("output"), "schema", SCHEMA)))))),
                Arguments.of(sglang(regex), Map.of("regex", JsonValue.of("a+"))),
                Arguments.of(sglang(choice), Map.of("regex", JsonValue.of("(a\\.b|say \"c\"\\\\)"))),
                Arguments.of(sglang(grammar), Map.of("ebnf", JsonValue.of("root ::= \"a\""))),
                Arguments.of(llamaCpp(schema), Map.of("json_schema", SCHEMA)),
                Arguments.of(
                        llamaCpp(choice), Map.of("grammar", JsonValue.of("root ::= \"a.b\" | \"say \\\"c\\\"\\\\\""))),
                Arguments.of(llamaCpp(grammar), Map.of("grammar", JsonValue.of("root ::= \"a\""))));
    }

    private static Map<String, JsonValue> structured(String name, JsonValue value) {
        return Map.of("structured_outputs", JsonValue.object(Map.of(name, value)));
    }

    private static SamplingParameters vllm(StructuredOutput output) {
        return VllmParameters.builder().structuredOutput(output).build();
    }

    /** The last value set applies, whichever property the previous one was sent in. */
    private static SamplingParameters sglang(StructuredOutput output) {
        return SglangParameters.builder()
                .structuredOutput(StructuredOutput.regex("x"))
                .structuredOutput(StructuredOutput.grammar("x"))
                .structuredOutput(StructuredOutput.jsonSchema(SCHEMA))
                .structuredOutput(output)
                .build();
    }

    private static SamplingParameters llamaCpp(StructuredOutput output) {
        return LlamaCppParameters.builder()
                .structuredOutput(StructuredOutput.grammar("x"))
                .structuredOutput(StructuredOutput.jsonSchema(SCHEMA))
                .structuredOutput(output)
                .build();
    }

    @ParameterizedTest
    @MethodSource("structuredOutputs")
    void sendsStructuredOutputInTheServersFormat(SamplingParameters parameters, Map<String, JsonValue> properties) {
        assertThat(parameters.properties()).isEqualTo(properties);
    }

    @Test
    void rejectsARegularExpressionForLlamaCpp() {
        assertThatThrownBy(() -> llamaCpp(StructuredOutput.regex("a+")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("structuredOutput")
                .hasMessageContaining("use a grammar");
    }

    @Test
    void rejectsAnEmptyChoice() {
        assertThatThrownBy(StructuredOutput::choice)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("options");
    }

    @Test
    void areAddedToTheOtherPropertiesOfARequest() {
        RequestExtension own = () -> Map.of("own", JsonValue.of(true));
        CompletionRequest request = CompletionRequest.builder()
                .model("m")
                .additionalProperty("top_k", JsonValue.of(1))
                .additionalProperty("other", JsonValue.nullValue())
                .extension(VllmParameters.builder().topK(2).build())
                .extension(own)
                .build();

        assertThat(request.additionalProperties())
                .isEqualTo(Map.of("top_k", JsonValue.of(2), "other", JsonValue.nullValue(), "own", JsonValue.of(true)));
    }

    @Test
    void areEqualByValueAndShowOnlyNames() {
        VllmParameters parameters = VllmParameters.builder().cacheSalt("secret").build();

        assertThat(parameters)
                .isEqualTo(VllmParameters.builder().cacheSalt("secret").build())
                .hasSameHashCodeAs(VllmParameters.builder().cacheSalt("secret").build())
                .isNotEqualTo(VllmParameters.builder().cacheSalt("other").build())
                .isNotEqualTo(SglangParameters.builder().cacheSalt("secret").build())
                .hasToString("VllmParameters[cache_salt]");
    }

    @Test
    void areIndependentOfTheirBuilder() {
        VllmParameters.Builder builder = VllmParameters.builder().topK(1);
        VllmParameters parameters = builder.build();
        builder.topK(2);

        assertThat(parameters.properties()).containsEntry("top_k", JsonValue.of(1));
    }
}
