// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.extensions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.completions4j.CompletionRequest;
import dev.completions4j.JsonValue;
import dev.completions4j.RequestExtension;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the server-specific parameters that are added to requests. */
class SamplingParametersTest {

    private static final JsonValue SCHEMA = JsonValue.object(Map.of("type", JsonValue.of("integer")));

    private static final StructuredOutput TAG = StructuredOutput.structuralTag(SCHEMA);
    private static final JsonValue TAG_FORMAT =
            JsonValue.object(Map.of("type", JsonValue.of("structural_tag"), "format", SCHEMA));

    private static final Map<String, JsonValue> PARAMETERS = Map.of("do_remote_decode", JsonValue.of(true));

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
        assertThat(LmStudioParameters.builder().build().properties()).isEmpty();
        assertThat(LiteLlmParameters.builder().build().properties()).isEmpty();
    }

    /** Sets every parameter but the structured output, which the response format excludes. */
    static VllmParameters.Builder everyVllmParameter() {
        return VllmParameters.builder()
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
                .truncationSide(VllmParameters.TruncationSide.RIGHT)
                .logprobTokenIds(0, 8)
                .returnTokensAsTokenIds(true)
                .requestId("r")
                .sessionId("t")
                .streamInterval(1)
                .repetitionDetection(new RepetitionDetection(9, 2))
                .thinkingTokenBudget(0)
                .watermarking(false)
                .promptEmbeds(new byte[] {0, 1, -1}, new byte[0])
                .routedExpertsPromptStart(10)
                .kvTransferParams(PARAMETERS)
                .ecTransferParams(PARAMETERS)
                .extraArguments(Map.of(
                        "a", JsonValue.of("x"),
                        "b", JsonValue.of(1),
                        "c", JsonValue.array(List.of(JsonValue.of(true), JsonValue.of(0.5)))));
    }

    @Test
    void usesTheNamesOfVllm() {
        assertThat(everyVllmParameter().build().properties())
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
                        Map.entry("response_format", SCHEMA),
                        Map.entry("truncation_side", JsonValue.of("right")),
                        Map.entry("logprob_token_ids", array(0, 8)),
                        Map.entry("return_tokens_as_token_ids", JsonValue.of(true)),
                        Map.entry("request_id", JsonValue.of("r")),
                        Map.entry("session_id", JsonValue.of("t")),
                        Map.entry("stream_interval", JsonValue.of(1)),
                        Map.entry(
                                "repetition_detection",
                                JsonValue.object(Map.of(
                                        "max_pattern_size", JsonValue.of(9),
                                        "min_pattern_size", JsonValue.of(1),
                                        "min_count", JsonValue.of(2)))),
                        Map.entry("thinking_token_budget", JsonValue.of(0)),
                        Map.entry("watermarking", JsonValue.of(false)),
                        Map.entry("prompt_embeds", JsonValue.array(List.of(JsonValue.of("AAH/"), JsonValue.of("")))),
                        Map.entry("routed_experts_prompt_start", JsonValue.of(10)),
                        Map.entry("kv_transfer_params", JsonValue.object(PARAMETERS)),
                        Map.entry("ec_transfer_params", JsonValue.object(PARAMETERS)),
                        Map.entry(
                                "vllm_xargs",
                                JsonValue.object(Map.of(
                                        "a", JsonValue.of("x"),
                                        "b", JsonValue.of(1),
                                        "c", JsonValue.array(List.of(JsonValue.of(true), JsonValue.of(0.5))))))));
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
                .returnTokenIds(true)
                .returnCachedTokensDetails(true)
                .returnSpeculativeDecoding(true)
                .returnRoutedExperts(true)
                .routedExpertsStart(0)
                .sessionId("t")
                .extraKey("e")
                .customLogitProcessor("p")
                .customParameters(PARAMETERS)
                .watermark(new SglangParameters.Watermark(null, "key", 4))
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
                        Map.entry("cache_salt", JsonValue.of("s")),
                        Map.entry("return_token_ids", JsonValue.of(true)),
                        Map.entry("return_cached_tokens_details", JsonValue.of(true)),
                        Map.entry("return_spec_tokens_details", JsonValue.of(true)),
                        Map.entry("return_routed_experts", JsonValue.of(true)),
                        Map.entry("routed_experts_start_len", JsonValue.of(0)),
                        Map.entry("session_id", JsonValue.of("t")),
                        Map.entry("extra_key", JsonValue.of("e")),
                        Map.entry("custom_logit_processor", JsonValue.of("p")),
                        Map.entry("custom_params", JsonValue.object(PARAMETERS)),
                        Map.entry(
                                "watermark",
                                JsonValue.object(
                                        Map.of("key", JsonValue.of("key"), "context_window", JsonValue.of(4))))));
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
                .adaptiveTarget(-1)
                .adaptiveDecay(0.5)
                .returnProgress(true)
                .ssePingInterval(-1)
                .verbose(true)
                .returnTokens(true)
                .postSamplingProbabilities(true)
                .backendSampling(true)
                .predictionTimeLimit(Duration.ofSeconds(7))
                .minIndent(8)
                .discardTokens(9)
                .cacheReuse(10)
                .loraScales(Map.of(11, 0.5))
                .reasoningBudgetTokens(12)
                .reasoningBudgetStartTag("<think>")
                .reasoningBudgetEndTags("</think>", "</t>")
                .reasoningBudgetMessage("enough")
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
                        Map.entry("timings_per_token", JsonValue.of(true)),
                        Map.entry("adaptive_target", JsonValue.of(-1.0)),
                        Map.entry("adaptive_decay", JsonValue.of(0.5)),
                        Map.entry("return_progress", JsonValue.of(true)),
                        Map.entry("sse_ping_interval", JsonValue.of(-1)),
                        Map.entry("verbose", JsonValue.of(true)),
                        Map.entry("return_tokens", JsonValue.of(true)),
                        Map.entry("post_sampling_probs", JsonValue.of(true)),
                        Map.entry("backend_sampling", JsonValue.of(true)),
                        Map.entry("t_max_predict_ms", JsonValue.of(7000)),
                        Map.entry("n_indent", JsonValue.of(8)),
                        Map.entry("n_discard", JsonValue.of(9)),
                        Map.entry("n_cache_reuse", JsonValue.of(10)),
                        Map.entry(
                                "lora",
                                JsonValue.array(List.of(
                                        JsonValue.object(Map.of("id", JsonValue.of(11), "scale", JsonValue.of(0.5)))))),
                        Map.entry("reasoning_budget_tokens", JsonValue.of(12)),
                        Map.entry("reasoning_budget_start_tag", JsonValue.of("<think>")),
                        Map.entry(
                                "reasoning_budget_end_tags",
                                JsonValue.array(List.of(JsonValue.of("</think>"), JsonValue.of("</t>")))),
                        Map.entry("reasoning_budget_message", JsonValue.of("enough"))));
    }

    @Test
    void usesTheNamesOfLmStudio() {
        LmStudioParameters parameters = LmStudioParameters.builder()
                .ttl(Duration.ofMinutes(5))
                .draftModel("d")
                .build();

        assertThat(parameters.properties())
                .isEqualTo(Map.of("ttl", JsonValue.of(300), "draft_model", JsonValue.of("d")));
    }

    @Test
    void usesTheNamesOfLiteLlm() {
        LiteLlmParameters parameters = LiteLlmParameters.builder()
                .metadata(PARAMETERS)
                .tags("t")
                .fallbacks("a", "b")
                .guardrails("g")
                .sessionId("s")
                .traceId("u")
                .cacheTtl(Duration.ofSeconds(1))
                .cacheMaxAge(Duration.ofMinutes(1))
                .cacheNamespace("n")
                .noCache(true)
                .noStore(false)
                .build();

        assertThat(parameters.properties())
                .isEqualTo(Map.of(
                        "metadata",
                        JsonValue.object(Map.of(
                                "do_remote_decode",
                                JsonValue.of(true),
                                "tags",
                                JsonValue.array(List.of(JsonValue.of("t"))))),
                        "fallbacks",
                        JsonValue.array(List.of(JsonValue.of("a"), JsonValue.of("b"))),
                        "guardrails",
                        JsonValue.array(List.of(JsonValue.of("g"))),
                        "litellm_session_id",
                        JsonValue.of("s"),
                        "litellm_trace_id",
                        JsonValue.of("u"),
                        "cache",
                        JsonValue.object(Map.of(
                                "ttl", JsonValue.of(1),
                                "s-maxage", JsonValue.of(60),
                                "namespace", JsonValue.of("n"),
                                "no-cache", JsonValue.of(true),
                                "no-store", JsonValue.of(false)))));
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
                Arguments.of(vllm(StructuredOutput.jsonObject()), structured("json_object", JsonValue.of(true))),
                Arguments.of(vllm(TAG), Map.of("response_format", TAG_FORMAT)),
                Arguments.of(
                        sglang(StructuredOutput.jsonObject()),
                        Map.of("response_format", JsonValue.object(Map.of("type", JsonValue.of("json_object"))))),
                Arguments.of(sglang(TAG), Map.of("response_format", TAG_FORMAT)),
                Arguments.of(
                        llamaCpp(StructuredOutput.jsonObject()),
                        Map.of("json_schema", JsonValue.object(Map.of("type", JsonValue.of("object"))))),
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
        return VllmParameters.builder()
                .responseFormat(SCHEMA)
                .structuredOutput(StructuredOutput.regex("x"))
                .structuredOutput(TAG)
                .structuredOutput(output)
                .build();
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
    void aResponseFormatReplacesAStructuredOutput() {
        VllmParameters parameters = VllmParameters.builder()
                .structuredOutput(StructuredOutput.regex("x"))
                .responseFormat(SCHEMA)
                .build();

        assertThat(parameters.properties()).isEqualTo(Map.of("response_format", SCHEMA));
    }

    @Test
    void rejectsStructuresThatLlamaCppDoesNotSupport() {
        assertThatThrownBy(() -> llamaCpp(StructuredOutput.regex("a+")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "structuredOutput is a regular expression, which llama.cpp does not support; use a grammar");
        assertThatThrownBy(() -> llamaCpp(TAG))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("structuredOutput is a structural tag, which llama.cpp does not support; use a grammar");
    }

    static Stream<Arguments> wrongValues() {
        return Stream.of(
                wrong(
                        "logprobTokenIds has 0 token ids; it must have 1 to 128",
                        () -> VllmParameters.builder().logprobTokenIds()),
                wrong(
                        "logprobTokenIds has 129 token ids; it must have 1 to 128",
                        () -> VllmParameters.builder().logprobTokenIds(new int[129])),
                wrong(
                        "logprobTokenIds contains -1; a token id must be at least 0",
                        () -> VllmParameters.builder().logprobTokenIds(1, -1)),
                wrong(
                        "streamInterval is 0; it must be at least 1",
                        () -> VllmParameters.builder().streamInterval(0)),
                wrong(
                        "truncatePromptTokens is -2; it must be at least -1",
                        () -> VllmParameters.builder().truncatePromptTokens(-2)),
                wrong(
                        "promptLogprobs is -2; it must be at least -1",
                        () -> VllmParameters.builder().promptLogprobs(-2)),
                wrong(
                        "thinkingTokenBudget is -2; it must be at least -1",
                        () -> VllmParameters.builder().thinkingTokenBudget(-2)),
                wrong(
                        "routedExpertsPromptStart is -1; it must be at least 0",
                        () -> VllmParameters.builder().routedExpertsPromptStart(-1)),
                wrong(
                        "cacheSalt has 0 characters; it must have 1 to 1024",
                        () -> VllmParameters.builder().cacheSalt("")),
                wrong(
                        "cacheSalt has 1025 characters; it must have 1 to 1024",
                        () -> VllmParameters.builder().cacheSalt("\uD83C\uDF0A".repeat(1025))),
                wrong(
                        "extraArguments has \"a\" of type JsonNull; it must be a string, a number, a boolean or a list of these",
                        () -> VllmParameters.builder().extraArguments(Map.of("a", JsonValue.nullValue()))),
                wrong(
                        "extraArguments has \"a\" of type JsonArray; it must be a string, a number, a boolean or a list of these",
                        () -> VllmParameters.builder()
                                .extraArguments(Map.of("a", JsonValue.array(List.of(JsonValue.array(List.of())))))),
                wrong(
                        "minPatternSize is 3 and maxPatternSize is 2; the first must be at least 1 and at most the second",
                        () -> new RepetitionDetection(2, 3, 2)),
                wrong(
                        "minPatternSize is 1 and maxPatternSize is 0; the first must be at least 1 and at most the second",
                        () -> new RepetitionDetection(0, 2)),
                wrong("minCount is 1; it must be at least 2", () -> new RepetitionDetection(2, 1)),
                wrong(
                        "routedExpertsStart is -1; it must be at least 0",
                        () -> SglangParameters.builder().routedExpertsStart(-1)),
                wrong("contextWindow is 0; it must be at least 1", () -> new SglangParameters.Watermark(true, null, 0)),
                wrong(
                        "adaptiveTarget is 1.5; it must be at most 1.0",
                        () -> LlamaCppParameters.builder().adaptiveTarget(1.5)),
                wrong(
                        "adaptiveDecay is 1.0; it must be between 0.0 and 0.99",
                        () -> LlamaCppParameters.builder().adaptiveDecay(1)),
                wrong(
                        "adaptiveDecay is NaN; it must be between 0.0 and 0.99",
                        () -> LlamaCppParameters.builder().adaptiveDecay(Double.NaN)),
                wrong(
                        "ssePingInterval is -2; it must be at least -1",
                        () -> LlamaCppParameters.builder().ssePingInterval(-2)),
                wrong(
                        "minIndent is -1; it must be at least 0",
                        () -> LlamaCppParameters.builder().minIndent(-1)),
                wrong(
                        "predictionTimeLimit is PT0S; it must be at least a millisecond",
                        () -> LlamaCppParameters.builder().predictionTimeLimit(Duration.ZERO)),
                wrong(
                        "ttl is PT0.5S; it must be one or more whole seconds",
                        () -> LmStudioParameters.builder().ttl(Duration.ofMillis(500))),
                wrong(
                        "cacheTtl is PT1.5S; it must be one or more whole seconds",
                        () -> LiteLlmParameters.builder().cacheTtl(Duration.ofMillis(1500))));
    }

    private static Arguments wrong(String message, ThrowingCallable builder) {
        return Arguments.of(message, builder);
    }

    @ParameterizedTest
    @MethodSource("wrongValues")
    void rejectsAnInvalidValue(String message, ThrowingCallable builder) {
        assertThatThrownBy(builder).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    @Test
    void limitsTheLongestTime() {
        assertThat(LlamaCppParameters.builder()
                        .predictionTimeLimit(Duration.ofSeconds(Long.MAX_VALUE))
                        .build()
                        .properties())
                .isEqualTo(Map.of("t_max_predict_ms", JsonValue.of(Long.MAX_VALUE)));
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

        assertThat(new SglangParameters.Watermark(true, "secret", null))
                .hasToString("Watermark[enabled=true, contextWindow=null]");
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
