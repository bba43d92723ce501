// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.ApiException;
import dev.completions4j.Choice;
import dev.completions4j.Completion;
import dev.completions4j.CompletionsClientException;
import dev.completions4j.FinishReason;
import dev.completions4j.JsonValue;
import dev.completions4j.JsonValue.JsonArray;
import dev.completions4j.JsonValue.JsonBoolean;
import dev.completions4j.JsonValue.JsonNull;
import dev.completions4j.JsonValue.JsonNumber;
import dev.completions4j.JsonValue.JsonObject;
import dev.completions4j.JsonValue.JsonString;
import dev.completions4j.Logprobs;
import dev.completions4j.MalformedResponseException;
import dev.completions4j.TokenLogprob;
import dev.completions4j.TokenLogprob.TopLogprob;
import dev.completions4j.TruncatedStreamException;
import dev.completions4j.Usage;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The expected result of a corpus case: a completion, an API error, a truncation or a malformed response.
 *
 * <p>Properties missing from the JSON are not checked, except for the choices, which must all be listed, and a choice's
 * finish reason, which is then expected to be null.
 */
record Expectation(JsonNode json) {

    private static final List<String> FAILURES = List.of("error", "truncated", "malformed");

    /** Returns true if a completion is expected. */
    boolean isCompletion() {
        return FAILURES.stream().noneMatch(json::has);
    }

    void check(Completion completion) {
        checkChoices(completion);
        ifExpected("usage", usage -> assertThat(usage(completion.usage())).isEqualTo(usage.stringValue()));
        ifExpected("id", id -> assertThat(completion.id()).isEqualTo(id.stringValue()));
        ifExpected(
                "properties", properties -> checkProperties(properties, completion.additionalProperties(), completion));
    }

    void check(CompletionsClientException failure, boolean ofStream) {
        ifExpected("error", error -> checkError(error, failure));
        ifExpected("truncated", partial -> {
            assertThat(failure).isInstanceOf(TruncatedStreamException.class);
            assertThat(partialText(failure)).isEqualTo(partial.stringValue());
        });
        ifExpected(
                "malformed",
                excerpt -> assertThat(failure)
                        .isInstanceOf(MalformedResponseException.class)
                        .hasMessageContaining(excerpt.stringValue()));
        if (ofStream) {
            ifExpected("partial", partial -> assertThat(partialText(failure)).isEqualTo(partial.stringValue()));
        }
    }

    private interface Check {
        void on(JsonNode expected);
    }

    private void ifExpected(String name, Check check) {
        JsonNode expected = json.get(name);
        if (expected != null) {
            check.on(expected);
        }
    }

    private void checkChoices(Completion completion) {
        JsonNode choices = json.get("choices");
        assertThat(completion.choices()).hasSize(choices.size());
        for (int i = 0; i < choices.size(); i++) {
            JsonNode expected = choices.get(i);
            Choice choice = completion.choices().get(i);
            assertThat(choice.index()).isEqualTo(expected.path("index").intValue(i));
            assertThat(choice.text()).isEqualTo(expected.get("text").stringValue());
            FinishReason reason = choice.finishReason();
            assertThat(reason == null ? null : reason.value())
                    .isEqualTo(expected.path("finish").stringValue(null));
            if (expected.has("logprobs")) {
                assertThat(logprobs(choice.logprobs()))
                        .isEqualTo(expected.get("logprobs").toString());
            }
            if (expected.has("properties")) {
                checkProperties(expected.get("properties"), choice.additionalProperties(), completion);
            }
        }
    }

    private static void checkProperties(JsonNode expected, Map<String, JsonValue> properties, Completion completion) {
        expected.properties()
                .forEach(property -> assertThat(text(properties.get(property.getKey())))
                        .as("%s of %s", property.getKey(), completion)
                        .isEqualTo(property.getValue().toString()));
    }

    private static void checkError(JsonNode expected, CompletionsClientException failure) {
        assertThat(failure).isInstanceOf(ApiException.class);
        ApiException error = (ApiException) failure;
        assertThat(error.kind()).hasToString(expected.get("kind").stringValue());
        assertThat(error.error().message()).isEqualTo(expected.get("message").stringValue());
        assertThat(error.error().type()).isEqualTo(expected.path("type").stringValue(null));
        assertThat(error.error().code()).isEqualTo(expected.path("code").stringValue(null));
        assertThat(error.error().param()).isEqualTo(expected.path("param").stringValue(null));
    }

    private static String partialText(CompletionsClientException failure) {
        Completion partial = failure.partial();
        return partial == null
                ? ""
                : partial.choices().stream().map(Choice::text).collect(Collectors.joining("|"));
    }

    /** Formats prompt, completion and total tokens, followed by cached and reasoning tokens if reported. */
    private static String usage(@Nullable Usage usage) {
        if (usage == null) {
            return "none";
        }
        Usage.PromptTokensDetails prompt = usage.promptTokensDetails();
        Usage.CompletionTokensDetails completion = usage.completionTokensDetails();
        return usage.promptTokens() + "+" + usage.completionTokens() + "=" + usage.totalTokens()
                + (prompt == null || prompt.cachedTokens() == null ? "" : " cached " + prompt.cachedTokens())
                + (completion == null || completion.reasoningTokens() == null
                        ? ""
                        : " reasoning " + completion.reasoningTokens());
    }

    /** Formats each token as one line: text, log probability, offset and the most likely alternatives. */
    private static String logprobs(@Nullable Logprobs logprobs) {
        return logprobs == null
                ? "null"
                : logprobs.tokens().stream().map(Expectation::token).collect(Collectors.joining("\",\"", "[\"", "\"]"));
    }

    private static String token(TokenLogprob token) {
        Stream<Object> place = Stream.of(
                token.token(),
                Objects.requireNonNullElse(token.logprob(), "null"),
                Objects.requireNonNullElse(token.textOffset(), "?"));
        Stream<String> top = token.top().stream().map(Expectation::top);
        return Stream.concat(place, top).map(Object::toString).collect(Collectors.joining(" "));
    }

    private static String top(TopLogprob top) {
        return top.token() + ":" + top.logprob();
    }

    private static String text(@Nullable JsonValue value) {
        if (value instanceof JsonObject object) {
            return object.members().entrySet().stream()
                    .map(member -> "\"" + member.getKey() + "\":" + text(member.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
        }
        if (value instanceof JsonArray array) {
            return array.elements().stream().map(Expectation::text).collect(Collectors.joining(",", "[", "]"));
        }
        if (value instanceof JsonString string) {
            return "\"" + string.value() + "\"";
        }
        if (value instanceof JsonNumber number) {
            return number.value().toString();
        }
        if (value instanceof JsonBoolean bool) {
            return bool == JsonBoolean.TRUE ? "true" : "false";
        }
        return value == JsonNull.NULL ? "null" : "absent";
    }
}
