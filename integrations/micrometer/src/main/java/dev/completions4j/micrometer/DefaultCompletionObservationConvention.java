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
 * The default convention, which follows OpenTelemetry's semantic conventions: the observation is named
 * {@code gen_ai.client.operation}, and its span {@code text_completion} followed by the model.
 *
 * <p>Low-cardinality key values are those that every call has from its start: operation, provider and requested model.
 * All others have high cardinality and are present only if the call has a value: the request's parameters, the server, the
 * number of resends ({@code http.request.resend_count}), the status, the response's id, model, finish reasons and usage,
 * and {@code error.type} with the values listed in {@link CompletionsMetrics}. None of them contains prompts, completions
 * or stop sequences; a response's id, model and finish reasons are omitted if they are longer than 128 characters or
 * contain spaces.
 */
public class DefaultCompletionObservationConvention implements CompletionObservationConvention {

    /** Creates a convention; it has no state. */
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
        KeyValuesBuilder values = new KeyValuesBuilder();
        addRequest(values, context);
        values.add(GenAi.SERVER_ADDRESS, context.serverAddress());
        values.add(GenAi.SERVER_PORT, context.serverPort());
        Duration timeToFirstChunk = context.timeToFirstChunk();
        if (timeToFirstChunk != null) {
            values.add("gen_ai.response.time_to_first_chunk", timeToFirstChunk.toNanos() / 1e9);
        }
        CallResult result = context.result();
        if (result != null) {
            addResult(values, result);
        }
        return values.build();
    }

    private static void addRequest(KeyValuesBuilder values, CompletionObservationContext context) {
        CompletionRequest request = context.request();
        Integer n = request.n();
        values.add("gen_ai.request.choice.count", n == null || n == 1 ? null : n);
        values.add("gen_ai.request.frequency_penalty", request.frequencyPenalty());
        values.add("gen_ai.request.max_tokens", request.maxTokens());
        values.add("gen_ai.request.presence_penalty", request.presencePenalty());
        values.add("gen_ai.request.seed", request.seed());
        values.add(
                "gen_ai.request.stream", context.call().operation() == CallInfo.Operation.STREAM ? Boolean.TRUE : null);
        values.add("gen_ai.request.temperature", request.temperature());
        if (request.additionalProperties().get("top_k") instanceof JsonValue.JsonNumber topK) {
            values.add("gen_ai.request.top_k", topK.value());
        }
        values.add("gen_ai.request.top_p", request.topP());
    }

    private static void addResult(KeyValuesBuilder values, CallResult result) {
        values.add(GenAi.ERROR_TYPE, ErrorTypes.of(result));
        int resent = result.failedAttempts().size();
        values.add("http.request.resend_count", resent == 0 ? null : resent);
        ResponseInfo response = response(result);
        if (response != null) {
            values.add("http.response.status_code", response.status());
        }
        Completion completion = result.completion();
        if (completion != null) {
            addCompletion(values, completion);
        }
    }

    /** Falls back to the failure's response if the server sent only an error. */
    private static @Nullable ResponseInfo response(CallResult result) {
        ResponseInfo response = result.response();
        return response == null && result.failure() instanceof CompletionsClientException failure
                ? failure.response()
                : response;
    }

    private static void addCompletion(KeyValuesBuilder values, Completion completion) {
        values.add("gen_ai.response.id", ServerIdentifiers.sanitize(completion.id()));
        values.add(GenAi.RESPONSE_MODEL, ServerIdentifiers.sanitize(completion.model()));
        List<String> finishReasons = completion.choices().stream()
                .map(Choice::finishReason)
                .filter(Objects::nonNull)
                .map(reason -> JsonAttributes.string(ServerIdentifiers.sanitize(reason)))
                .toList();
        values.add(
                "gen_ai.response.finish_reasons", finishReasons.isEmpty() ? null : JsonAttributes.array(finishReasons));
        Usage usage = completion.usage();
        if (usage != null) {
            addUsage(values, usage);
        }
    }

    private static void addUsage(KeyValuesBuilder values, Usage usage) {
        values.add("gen_ai.usage.input_tokens", usage.promptTokens());
        values.add("gen_ai.usage.output_tokens", usage.completionTokens());
        Usage.PromptTokensDetails prompt = usage.promptTokensDetails();
        if (prompt != null) {
            values.add("gen_ai.usage.cache_read.input_tokens", prompt.cachedTokens());
            values.add("gen_ai.usage.cache_creation.input_tokens", prompt.cacheWriteTokens());
        }
        Usage.CompletionTokensDetails completion = usage.completionTokensDetails();
        if (completion != null) {
            values.add("gen_ai.usage.reasoning.output_tokens", completion.reasoningTokens());
        }
    }
}
