// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.completions4j.testkit.internal.json.JsonReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How the dialects differ from OpenAI's. */
class DialectTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "OPENAI | \"n\": 0 | 400 | {\"error\":{\"message\":\"Invalid 'n': integer below minimum value."
                        + " Expected a value >= 1, but got 0 instead.\",\"type\":\"invalid_request_error\",\"param\":\"n\","
                        + "\"code\":\"integer_below_min_value\"}}",
                "AZURE | \"stop\": [] | 400 | {\"error\":{\"message\":\"Invalid 'stop': expected at least one string,"
                        + " and no empty strings.\",\"type\":\"invalid_request_error\",\"param\":\"stop\",\"code\":null,"
                        + "\"innererror\":{\"code\":null}}}",
                "VLLM | \"suffix\": \"s\" | 400 | {\"error\":{\"message\":\"suffix is only supported for models with"
                        + " FIM completion rendering\",\"type\":\"BadRequestError\",\"param\":\"suffix\",\"code\":400}}",
                "VLLM | \"n\": null | 400 | {\"error\":{\"message\":\"Invalid type for 'n': expected a value, but got"
                        + " null instead.\",\"type\":\"Bad Request\",\"param\":\"body.n\",\"code\":400}}",
                "VLLM | \"n\": 0 | 400 | {\"error\":{\"message\":\"n must be at least 1, got 0.\","
                        + "\"type\":\"BadRequestError\",\"param\":null,\"code\":400}}",
                "VLLM | \"top_p\": 1.5 | 400 | {\"error\":{\"message\":\"top_p must be in (0, 1], got 1.5.\","
                        + "\"type\":\"BadRequestError\",\"param\":\"top_p\",\"code\":400}}",
                "VLLM | \"presence_penalty\": -3 | 400 | {\"error\":{\"message\":\"presence_penalty must be in"
                        + " [-2, 2], got -3.\",\"type\":\"BadRequestError\",\"param\":null,"
                        + "\"code\":400}}",
                "OPENAI | \"stop\": [\"1\", \"2\", \"3\", \"4\", \"5\"] | 400 | {\"error\":{\"message\":\"Invalid 'stop':"
                        + " array too long. Expected an array with maximum length 4, but got an array with length 5"
                        + " instead.\",\"type\":\"invalid_request_error\",\"param\":\"stop\","
                        + "\"code\":\"array_above_max_length\"}}",
                "LLAMA_CPP | \"n\": 5 | 400 | {\"error\":{\"code\":400,\"message\":\"Field 'n': Value must be"
                        + " between 1 <= value <= 4, but got 5\",\"type\":\"invalid_request_error\"}}",
                "SGLANG | \"temperature\": null | 400 | {\"message\":\"Invalid type for 'temperature': expected a"
                        + " value, but got null instead.\",\"type\":\"BadRequestError\",\"param\":\"temperature\","
                        + "\"code\":400,\"object\":\"error\"}",
                "SGLANG | \"max_tokens\": 0 | 400 | {\"message\":\"Invalid 'max_tokens': integer below minimum value."
                        + " Expected a value >= 1, but got 0 instead.\",\"type\":\"BadRequestError\",\"param\":\"max_tokens\","
                        + "\"code\":400,\"object\":\"error\"}",
                "TGI | \"stop\": \"x\" | 422 | Failed to deserialize the JSON body into the target type: Invalid type"
                        + " for 'stop': expected an array, but got a string instead.",
                "TGI | \"prompt\": [1] | 422 | Failed to deserialize the JSON body into the target type: Invalid type"
                        + " for 'prompt': expected a string, but got another number instead.",
                "TGI | \"suffix\": \"s\" | 422 | {\"error\":\"Suffix is not supported; include it in the prompt.\","
                        + "\"error_type\":\"validation\"}",
                "OLLAMA | \"prompt\": [\"a\"] | 400 | {\"error\":{\"message\":\"Invalid type for 'prompt': expected a"
                        + " string, but got an array instead.\",\"type\":\"invalid_request_error\",\"param\":"
                        + "\"prompt\",\"code\":null}}",
                "LM_STUDIO | \"prompt\": [\"a\"] | 400 | {\"error\":\"Invalid type for 'prompt': expected a string, but"
                        + " got an array instead.\"}",
                "DEEPSEEK | \"logprobs\": 21 | 400 | {\"error\":{\"message\":\"Invalid 'logprobs': integer above"
                        + " maximum value. Expected a value <= 20, but got 21 instead.\",\"type\":\"invalid_request_error\","
                        + "\"param\":\"logprobs\",\"code\":\"integer_above_max_value\"}}",
                "LITELLM | \"prompt\": {} | 400 | {\"error\":{\"message\":\"Invalid type for 'prompt': expected a"
                        + " string, but got an object instead.\",\"type\":\"invalid_request_error\",\"param\":"
                        + "\"prompt\",\"code\":\"400\"}}",
            })
    void formatsErrorsLikeTheServer(Dialect dialect, String property, int status, String body) {
        RequestFault fault = catchThrowableOfType(
                RequestFault.class,
                () -> answer(FakeModel.builder().dialect(dialect).build(), "{\"model\": \"m\", " + property + "}"));

        ErrorReply reply = dialect.behavior().errorReply(fault);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.body()).isEqualTo(body);
    }

    @ParameterizedTest
    @EnumSource
    void reportsUnknownPathsLikeTheServer(Dialect dialect) {
        ServerBehavior server = dialect.behavior();
        ErrorReply reply = server.errorReply(server.unknownPath("POST", "/v2"));

        assertThat(reply.status()).isEqualTo(dialect == Dialect.LM_STUDIO ? 200 : 404);
        assertThat(reply.body()).contains(dialect == Dialect.VLLM ? "Not Found" : "(POST /v2)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "AZURE | {\"content_filter_results\":{\"hate\":{\"filtered\":false,\"severity\":\"safe\"}}}",
                "VLLM | {\"stop_reason\":\" two\"}",
                "SGLANG | {\"matched_stop\":\" two\"}",
                "TGI | {\"finish_reason\":\"stop_sequence\"}",
            })
    void addsPropertiesToChoices(Dialect dialect, String expected) throws RequestFault {
        JsonNode choice =
                whole(dialect, "{\"model\": \"m\", \"stop\": [\" two\"]}").at("/choices/0");

        JSON.readTree(expected)
                .properties()
                .forEach(property -> assertThat(choice.get(property.getKey())).isEqualTo(property.getValue()));
    }

    @Test
    void sglangReportsTheTokenThatEndedAChoice() throws RequestFault {
        assertThat(whole(Dialect.SGLANG, "{\"model\": \"m\"}")
                        .at("/choices/0/matched_stop")
                        .intValue())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI, cmpl-1000",
        "LLAMA_CPP, chatcmpl-1000",
        "TGI, ''",
        "OLLAMA, cmpl-0",
    })
    void createsIdsLikeTheServer(Dialect dialect, String id) {
        assertThat(dialect.behavior().id(1000)).isEqualTo(id);
    }

    @Test
    void llamaCppReportsLogprobsLikeChatCompletions() throws RequestFault {
        JsonNode content =
                whole(Dialect.LLAMA_CPP, "{\"model\": \"m\", \"logprobs\": 2}").at("/choices/0/logprobs/content");

        // The end-of-text token is logged too.
        assertThat(content.size()).isEqualTo(4);
        assertThat(content.at("/1/token").stringValue()).isEqualTo(" two");
        assertThat(content.at("/1/top_logprobs/0/logprob")).isEqualTo(content.at("/1/logprob"));
        assertThat(content.at("/1/bytes").toString()).isEqualTo("[32,116,119,111]");
        assertThat(content.at("/1/top_logprobs").size()).isEqualTo(2);
    }

    @Test
    void vllmReportsAllLogprobsForMinusOne() throws RequestFault {
        assertThat(whole(Dialect.VLLM, "{\"model\": \"m\", \"logprobs\": -1}")
                        .at("/choices/0/logprobs/top_logprobs/0")
                        .size())
                .isEqualTo(Vocabulary.WORDS.size());
    }

    @Test
    void vllmReportsContinuousUsageIfRequested() throws RequestFault {
        List<String> events = stream(generating(Dialect.VLLM).build(), """
                , "prompt": "p", "stream_options": {"continuous_usage_stats": true}""");

        assertThat(events.get(1))
                .contains("\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3}");
        assertThat(events).hasSize(5);
    }

    @Test
    void sglangReportsNoOffsets() throws RequestFault {
        assertThat(whole(Dialect.SGLANG, "{\"model\": \"m\", \"logprobs\": 1}")
                        .at("/choices/0/logprobs/text_offset")
                        .toString())
                .isEqualTo("[-1,-1,-1]");
    }

    @Test
    void tgiOrdersChoicesByTheirEnd() throws RequestFault {
        FakeModel model = FakeModel.builder()
                .dialect(Dialect.TGI)
                .source((prompt, seed, choice) -> prompt)
                .build();

        JsonNode choices = JSON.readTree(body(answer(model, """
                        {"model": "m", "prompt": ["a b c", "d"], "n": 5, "logprobs": 3}"""))).get("choices");

        assertThat(choices.valueStream().map(choice -> choice.get("index").intValue()))
                .containsExactly(1, 0);
        assertThat(choices.valueStream().map(choice -> choice.get("logprobs").isNull()))
                .containsOnly(true);
    }

    @Test
    void deepSeekKeepsConnectionsAlive() throws RequestFault {
        FakeModel model = generating(Dialect.DEEPSEEK).build();

        assertThat(body(answer(model, "{\"model\": \"m\"}"))).startsWith("\n\n{");
        assertThat(stream(model, "")).startsWith(": keep-alive\n\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "OPENAI | [null,null,{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3}]",
                "LLAMA_CPP | [null,null,{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":0}}]",
                "TGI | [null,{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3}]",
                "SGLANG | [null,null,null,"
                        + "{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3,\"reasoning_tokens\":0}]",
                "OLLAMA | [{\"prompt_tokens\":0,\"completion_tokens\":0,\"total_tokens\":0},"
                        + "{\"prompt_tokens\":0,\"completion_tokens\":0,\"total_tokens\":0},"
                        + "{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3}]",
            })
    void reportsUsageWhereTheServerDoes(Dialect dialect, String expected) throws RequestFault {
        List<String> events = stream(generating(dialect).build(), """
                , "prompt": "p", "max_tokens": 2, "stream_options": {"include_usage": true}""");

        assertThat(events.stream()
                        .filter(event -> event.startsWith("data:") && !event.contains("[DONE]"))
                        .map(event -> JSON.readTree(event.substring("data:".length())))
                        .map(chunk -> chunk.path("usage").isMissingNode()
                                ? "null"
                                : chunk.get("usage").toString())
                        .toList())
                .hasToString(JSON.readTree(expected)
                        .valueStream()
                        .map(JsonNode::toString)
                        .toList()
                        .toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "OPENAI | data: {\"error\":{\"message\":\"MESSAGE\",\"type\":\"server_error\",\"param\":null,\"code\":null}}¶¶",
                "AZURE | data: {\"error\":{\"message\":\"MESSAGE\",\"type\":\"server_error\",\"param\":null,\"code\":null,"
                        + "\"innererror\":{\"code\":null}}}¶¶",
                "VLLM | data: {\"error\":{\"message\":\"MESSAGE\",\"type\":\"InternalServerError\",\"param\":null,"
                        + "\"code\":500}}¶¶data: [DONE]¶¶",
                "LLAMA_CPP | data: {\"error\":{\"code\":500,\"message\":\"MESSAGE\",\"type\":\"server_error\"}}¶¶",
                "TGI | data:{\"error\":\"MESSAGE\",\"error_type\":\"generation\"}¶¶data:[DONE]¶¶",
                "LM_STUDIO | event: error¶data: {\"error\":\"MESSAGE\"}¶¶",
                "LITELLM | data: {\"error\":{\"message\":\"MESSAGE\",\"type\":\"None\",\"param\":\"None\",\"code\":\"500\"}}¶¶",
            })
    void reportsAFailureWithinAStream(Dialect dialect, String end) throws RequestFault {
        FakeModel model = generating(dialect).failAfter(1).build();

        List<String> events = stream(model, "");

        String message = Objects.requireNonNull(dialect.behavior().failure().getMessage());
        assertThat(events.get(events.size() - 2)).contains("\"text\":\"One\"");
        assertThat(events.get(events.size() - 1).replace(message, "MESSAGE").replace("\n", "¶"))
                .isEqualTo(end);
    }

    @Test
    void sglangNestsTheErrorOfAStream() throws RequestFault {
        List<String> events = stream(generating(Dialect.SGLANG).failAfter(1).build(), "");

        assertThat(events.get(events.size() - 1))
                .startsWith("data: {\"error\":{\"message\":")
                .contains("\"object\":\"error\"")
                .endsWith("\n\ndata: [DONE]\n\n");
    }

    @Test
    void ollamaHidesAFailure() throws RequestFault {
        List<String> events = stream(generating(Dialect.OLLAMA).failAfter(1).build(), "");

        assertThat(events.get(events.size() - 1))
                .contains("\"text\":\"\"", "\"finish_reason\":null")
                .doesNotContain("[DONE]");
    }

    @Test
    void deepSeekEndsUnfinishedChoices() throws RequestFault {
        List<String> events = stream(generating(Dialect.DEEPSEEK).failAfter(1).build(), "");

        assertThat(events.get(events.size() - 1))
                .contains("\"finish_reason\":\"insufficient_system_resource\"")
                .endsWith("data: [DONE]\n\n");
    }

    @ParameterizedTest
    @EnumSource
    void failsOnlyRequestsWithMoreTokens(Dialect dialect) throws RequestFault {
        FakeModel model = generating(dialect).failAfter(2).build();

        RequestFault fault =
                catchThrowableOfType(RequestFault.class, () -> answer(model, "{\"model\": \"m\", \"max_tokens\": 3}"));
        assertThat(fault.status()).isEqualTo(500);
        assertThat(body(answer(model, "{\"model\": \"m\", \"max_tokens\": 2}"))).contains("One two");
        assertThat(stream(model, ", \"max_tokens\": 2").toString()).contains("length", "[DONE]");
    }

    @Test
    void rejectsNegativeTokenCounts() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FakeModel.builder().failAfter(-1))
                .withMessageContaining("-1");
    }

    private static FakeModel.Builder generating(Dialect dialect) {
        return FakeModel.builder().dialect(dialect).source(FakeModel.TextSource.fixed("One two three"));
    }

    private static JsonNode whole(Dialect dialect, String request) throws RequestFault {
        return JSON.readTree(body(answer(generating(dialect).build(), request)));
    }

    private static List<String> stream(FakeModel model, String more) throws RequestFault {
        List<String> events = new ArrayList<>();
        ((ModelReply.Stream) answer(model, "{\"model\": \"m\", \"stream\": true" + more + "}"))
                .events()
                .forEachRemaining(events::add);
        return events;
    }

    private static String body(ModelReply reply) {
        return ((ModelReply.Whole) reply).body();
    }

    private static ModelReply answer(FakeModel model, String request) throws RequestFault {
        // Not every server has a default model.
        String prompted =
                request.contains("\"prompt\"") ? request : request.replaceFirst("\\{", "{\"prompt\": \"p\", ");
        return model.answer(JsonReader.read(prompted));
    }
}
