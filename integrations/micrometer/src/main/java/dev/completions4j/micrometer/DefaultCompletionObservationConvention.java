// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.micrometer;

import dev.completions4j.Choice;
import dev.completions4j.Completion;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClientException;
import dev.completions4j.JsonValue;
import dev.completions4j.ResponseInfo;
import dev.completions4j.Usage;
import dev.completions4j.observe.CallInfo;
import dev.completions4j.observe.CallResult;
import io.micrometer.common.KeyValues;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The names of OpenTelemetry's conventions: the observation is {@code gen_ai.client.operation}, its span
 * {@code text_completion} and the model.
 *
 * <p>Of low cardinality is what each call has from its begin: operation, provider and model asked for. All else is for
 * the span alone, and there only if the call has it: the parameters of the request, the server, how often the request was
 * sent again ({@code http.request.resend_count}), the status, what the server told of its response and of the tokens, and
 * {@code error.type} with the values that {@link CompletionsMetrics} lists. Nothing of it shows prompts, completions or
 * stop sequences; a response's id, model and finish reasons are left out if they are longer than 128 characters or have
 * spaces.
 */
public class DefaultCompletionObservationConvention implements CompletionObservationConvention {

    /** Stateless. */
    public DefaultCompletionObservationConvention() {}

    @Override
    public String getName() {
        return "gen_ai.client.operation";
    }

    @Override
    public String getContextualName(CompletionObservationContext context) {
        return GenAi.TEXT_COMPLETION + " " + context.request().model();
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(CompletionObservationContext context) {
        return KeyValues.of(
                GenAi.OPERATION_NAME,
                GenAi.TEXT_COMPLETION,
                GenAi.PROVIDER_NAME,
                GenAi.provider(context.call().provider()),
                GenAi.REQUEST_MODEL,
                context.request().model());
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(CompletionObservationContext context) {
        KnownValues known = new KnownValues();
        addRequest(known, context);
        known.add(GenAi.SERVER_ADDRESS, context.serverAddress());
        known.add(GenAi.SERVER_PORT, context.serverPort());
        Duration timeToFirstChunk = context.timeToFirstChunk();
        if (timeToFirstChunk != null) {
            known.add("gen_ai.response.time_to_first_chunk", timeToFirstChunk.toNanos() / 1e9);
        }
        CallResult result = context.result();
        if (result != null) {
            addResult(known, result);
        }
        return known.keyValues();
    }

    private static void addRequest(KnownValues known, CompletionObservationContext context) {
        CompletionRequest request = context.request();
        Integer n = request.n();
        known.add("gen_ai.request.choice.count", n == null || n == 1 ? null : n);
        known.add("gen_ai.request.frequency_penalty", request.frequencyPenalty());
        known.add("gen_ai.request.max_tokens", request.maxTokens());
        known.add("gen_ai.request.presence_penalty", request.presencePenalty());
        known.add("gen_ai.request.seed", request.seed());
        known.add(
                "gen_ai.request.stream", context.call().operation() == CallInfo.Operation.STREAM ? Boolean.TRUE : null);
        known.add("gen_ai.request.temperature", request.temperature());
        if (request.additionalProperties().get("top_k") instanceof JsonValue.JsonNumber topK) {
            known.add("gen_ai.request.top_k", topK.value());
        }
        known.add("gen_ai.request.top_p", request.topP());
    }

    private static void addResult(KnownValues known, CallResult result) {
        known.add(GenAi.ERROR_TYPE, ErrorTypes.of(result));
        int resent = result.failedAttempts().size();
        known.add("http.request.resend_count", resent == 0 ? null : resent);
        ResponseInfo response = response(result);
        if (response != null) {
            known.add("http.response.status_code", response.status());
        }
        Completion completion = result.completion();
        if (completion != null) {
            addCompletion(known, completion);
        }
    }

    /** The failure's own, where an error was all that the server answered. */
    private static @Nullable ResponseInfo response(CallResult result) {
        ResponseInfo response = result.response();
        return response == null && result.failure() instanceof CompletionsClientException failure
                ? failure.response()
                : response;
    }

    private static void addCompletion(KnownValues known, Completion completion) {
        known.add("gen_ai.response.id", ServerWords.name(completion.id()));
        known.add(GenAi.RESPONSE_MODEL, ServerWords.name(completion.model()));
        List<String> finishReasons = completion.choices().stream()
                .map(Choice::finishReason)
                .filter(Objects::nonNull)
                .map(reason -> JsonTexts.string(ServerWords.name(reason)))
                .toList();
        known.add("gen_ai.response.finish_reasons", finishReasons.isEmpty() ? null : JsonTexts.array(finishReasons));
        Usage usage = completion.usage();
        if (usage != null) {
            addUsage(known, usage);
        }
    }

    private static void addUsage(KnownValues known, Usage usage) {
        known.add("gen_ai.usage.input_tokens", usage.promptTokens());
        known.add("gen_ai.usage.output_tokens", usage.completionTokens());
        Usage.PromptTokensDetails prompt = usage.promptTokensDetails();
        if (prompt != null) {
            known.add("gen_ai.usage.cache_read.input_tokens", prompt.cachedTokens());
            known.add("gen_ai.usage.cache_creation.input_tokens", prompt.cacheWriteTokens());
        }
        Usage.CompletionTokensDetails completion = usage.completionTokensDetails();
        if (completion != null) {
            known.add("gen_ai.usage.reasoning.output_tokens", completion.reasoningTokens());
        }
    }
}
