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

/** The JSON of a completion, in the format of the endpoint, with the properties that this library does not model. */
final class CompletionJson {

    private CompletionJson() {}

    static JsonValue of(Completion completion) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        putText(members, "id", completion.id());
        putText(members, "object", completion.objectType());
        if (completion.created() != 0) {
            members.put("created", JsonValue.of(completion.created()));
        }
        putText(members, "model", completion.model());
        members.put(
                "choices",
                JsonValue.array(completion.choices().stream()
                        .map(CompletionJson::choice)
                        .toList()));
        if (completion.systemFingerprint() != null) {
            members.put("system_fingerprint", JsonValue.of(completion.systemFingerprint()));
        }
        if (completion.usage() != null) {
            members.put("usage", usage(completion.usage()));
        }
        members.putAll(completion.additionalProperties());
        return JsonValue.object(members);
    }

    private static void putText(Map<String, JsonValue> members, String name, String text) {
        if (!text.isEmpty()) {
            members.put(name, JsonValue.of(text));
        }
    }

    private static JsonValue choice(Choice choice) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        members.put("index", JsonValue.of(choice.index()));
        members.put("text", JsonValue.of(choice.text()));
        Logprobs logprobs = choice.logprobs();
        members.put("logprobs", logprobs == null ? JsonValue.nullValue() : logprobs(logprobs));
        FinishReason reason = choice.finishReason();
        members.put("finish_reason", reason == null ? JsonValue.nullValue() : JsonValue.of(reason.value()));
        members.putAll(choice.additionalProperties());
        return JsonValue.object(members);
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

    static JsonValue usage(Usage usage) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        members.put("prompt_tokens", JsonValue.of(usage.promptTokens()));
        members.put("completion_tokens", JsonValue.of(usage.completionTokens()));
        members.put("total_tokens", JsonValue.of(usage.totalTokens()));
        PromptTokensDetails prompt = usage.promptTokensDetails();
        if (prompt != null) {
            Map<String, JsonValue> details = new LinkedHashMap<>();
            putCount(details, "audio_tokens", prompt.audioTokens());
            putCount(details, "cached_tokens", prompt.cachedTokens());
            putCount(details, "text_tokens", prompt.textTokens());
            putCount(details, "image_tokens", prompt.imageTokens());
            putCount(details, "cache_write_tokens", prompt.cacheWriteTokens());
            details.putAll(prompt.additionalProperties());
            members.put("prompt_tokens_details", JsonValue.object(details));
        }
        CompletionTokensDetails completion = usage.completionTokensDetails();
        if (completion != null) {
            Map<String, JsonValue> details = new LinkedHashMap<>();
            putCount(details, "accepted_prediction_tokens", completion.acceptedPredictionTokens());
            putCount(details, "rejected_prediction_tokens", completion.rejectedPredictionTokens());
            putCount(details, "audio_tokens", completion.audioTokens());
            putCount(details, "reasoning_tokens", completion.reasoningTokens());
            putCount(details, "text_tokens", completion.textTokens());
            details.putAll(completion.additionalProperties());
            members.put("completion_tokens_details", JsonValue.object(details));
        }
        members.putAll(usage.additionalProperties());
        return JsonValue.object(members);
    }

    private static void putCount(Map<String, JsonValue> members, String name, @Nullable Long count) {
        if (count != null) {
            members.put(name, JsonValue.of(count));
        }
    }
}
