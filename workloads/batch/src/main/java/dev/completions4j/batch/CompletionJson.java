// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import dev.completions4j.Choice;
import dev.completions4j.Completion;
import dev.completions4j.FinishReason;
import dev.completions4j.JsonValue;
import dev.completions4j.Logprobs;
import dev.completions4j.TokenLogprob;
import dev.completions4j.TokenLogprob.TopLogprob;
import dev.completions4j.Usage;
import dev.completions4j.Usage.CompletionTokensDetails;
import dev.completions4j.Usage.PromptTokensDetails;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a completion as JSON, in the format of the endpoint, with the properties that this library does not model. */
final class CompletionJson {

    private CompletionJson() {}

    /** Writes a completion. */
    static void write(Completion completion, JsonLine line) {
        line.begin();
        text("id", completion.id(), line);
        text("object", completion.objectType(), line);
        if (completion.created() != 0) {
            line.name("created").value(completion.created());
        }
        text("model", completion.model(), line);
        line.name("choices").array(completion.choices(), CompletionJson::choice);
        if (completion.systemFingerprint() != null) {
            line.name("system_fingerprint").value(completion.systemFingerprint());
        }
        if (completion.usage() != null) {
            usage(completion.usage(), line.name("usage"));
        }
        line.members(completion.additionalProperties()).end();
    }

    private static void text(String name, String text, JsonLine line) {
        if (!text.isEmpty()) {
            line.name(name).value(text);
        }
    }

    private static void choice(JsonLine line, Choice choice) {
        line.begin().name("index").value(choice.index()).name("text").value(choice.text());
        Logprobs logprobs = choice.logprobs();
        line.name("logprobs");
        if (logprobs == null) {
            line.nullValue();
        } else {
            line.value(logprobs(logprobs));
        }
        FinishReason reason = choice.finishReason();
        line.name("finish_reason");
        if (reason == null) {
            line.nullValue();
        } else {
            line.value(reason.value());
        }
        line.members(choice.additionalProperties()).end();
    }

    /** Returns parallel lists, or a list of objects if the tokens have properties that the lists have no place for. */
    private static JsonValue logprobs(Logprobs logprobs) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        List<TokenLogprob> tokens = logprobs.tokens();
        if (tokens.stream().anyMatch(each -> !each.additionalProperties().isEmpty())) {
            members.put(
                    "content",
                    JsonValue.array(tokens.stream().map(CompletionJson::token).toList()));
        } else {
            parallelLists(tokens, members);
        }
        members.putAll(logprobs.additionalProperties());
        return JsonValue.object(members);
    }

    private static void parallelLists(List<TokenLogprob> tokens, Map<String, JsonValue> members) {
        List<JsonValue> texts = new ArrayList<>(tokens.size());
        List<JsonValue> logprobs = new ArrayList<>(tokens.size());
        List<JsonValue> offsets = new ArrayList<>(tokens.size());
        List<JsonValue> tops = new ArrayList<>(tokens.size());
        for (TokenLogprob token : tokens) {
            texts.add(JsonValue.of(token.token()));
            logprobs.add(logprob(token.logprob()));
            Integer offset = token.textOffset();
            offsets.add(offset == null ? JsonValue.nullValue() : JsonValue.of(offset));
            tops.add(token.top().isEmpty() ? JsonValue.nullValue() : topByText(token.top()));
        }
        members.put("tokens", JsonValue.array(texts));
        members.put("token_logprobs", JsonValue.array(logprobs));
        if (tokens.stream().anyMatch(each -> each.textOffset() != null)) {
            members.put("text_offset", JsonValue.array(offsets));
        }
        if (tokens.stream().anyMatch(each -> !each.top().isEmpty())) {
            members.put("top_logprobs", JsonValue.array(tops));
        }
    }

    private static JsonValue topByText(List<TopLogprob> top) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        // The most likely of several tokens with one text comes first.
        top.forEach(each -> members.putIfAbsent(each.token(), logprob(each.logprob())));
        return JsonValue.object(members);
    }

    private static JsonValue token(TokenLogprob token) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        members.put("token", JsonValue.of(token.token()));
        members.put("logprob", logprob(token.logprob()));
        members.put(
                "top_logprobs",
                JsonValue.array(
                        token.top().stream().map(CompletionJson::topToken).toList()));
        members.putAll(token.additionalProperties());
        return JsonValue.object(members);
    }

    private static JsonValue topToken(TopLogprob token) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        members.put("token", JsonValue.of(token.token()));
        members.put("logprob", logprob(token.logprob()));
        members.putAll(token.additionalProperties());
        return JsonValue.object(members);
    }

    /** Returns vLLM's number for negative infinity, which JSON cannot represent, and null for other such values. */
    private static JsonValue logprob(@Nullable Double logprob) {
        if (logprob == null || logprob.isNaN() || logprob == Double.POSITIVE_INFINITY) {
            return JsonValue.nullValue();
        }
        return JsonValue.of(logprob == Double.NEGATIVE_INFINITY ? -9999.0 : logprob);
    }

    /** Writes a usage. */
    static void usage(Usage usage, JsonLine line) {
        line.begin()
                .name("prompt_tokens")
                .value(usage.promptTokens())
                .name("completion_tokens")
                .value(usage.completionTokens())
                .name("total_tokens")
                .value(usage.totalTokens());
        PromptTokensDetails prompt = usage.promptTokensDetails();
        if (prompt != null) {
            line.name("prompt_tokens_details").begin();
            count("audio_tokens", prompt.audioTokens(), line);
            count("cached_tokens", prompt.cachedTokens(), line);
            count("text_tokens", prompt.textTokens(), line);
            count("image_tokens", prompt.imageTokens(), line);
            count("cache_write_tokens", prompt.cacheWriteTokens(), line);
            line.members(prompt.additionalProperties()).end();
        }
        CompletionTokensDetails completion = usage.completionTokensDetails();
        if (completion != null) {
            line.name("completion_tokens_details").begin();
            count("accepted_prediction_tokens", completion.acceptedPredictionTokens(), line);
            count("rejected_prediction_tokens", completion.rejectedPredictionTokens(), line);
            count("audio_tokens", completion.audioTokens(), line);
            count("reasoning_tokens", completion.reasoningTokens(), line);
            count("text_tokens", completion.textTokens(), line);
            line.members(completion.additionalProperties()).end();
        }
        line.members(usage.additionalProperties()).end();
    }

    private static void count(String name, @Nullable Long count, JsonLine line) {
        if (count != null) {
            line.name(name).value(count);
        }
    }
}
