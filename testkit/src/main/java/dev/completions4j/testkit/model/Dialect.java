// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import dev.completions4j.testkit.model.AnswerFormat.ChoiceStyle;
import dev.completions4j.testkit.model.AnswerFormat.Extras;
import dev.completions4j.testkit.model.AnswerFormat.Order;
import dev.completions4j.testkit.model.AnswerFormat.UsageStyle;
import dev.completions4j.testkit.model.ErrorFormat.Code;
import dev.completions4j.testkit.model.ErrorFormat.Properties;
import dev.completions4j.testkit.model.ErrorFormat.Quirk;
import dev.completions4j.testkit.model.ErrorFormat.Shape;
import dev.completions4j.testkit.model.ErrorFormat.Types;
import dev.completions4j.testkit.model.RequestRules.ModelNames;
import dev.completions4j.testkit.model.StreamFormat.ChunkUsage;
import dev.completions4j.testkit.model.StreamFormat.Ending;
import dev.completions4j.testkit.model.StreamFormat.Failure;
import dev.completions4j.testkit.model.StreamFormat.Opening;

/**
 * The server that a {@link FakeModel} imitates: its validation, error messages, response and error formats, and
 * streaming.
 *
 * <p>A dialect imitates the differences that affect clients, not a whole server.
 */
@SuppressWarnings("ImmutableEnumChecker") // Behaviors are records of constants and stateless functions.
public enum Dialect {
    /** OpenAI. The other servers behave the same except as their constants describe. */
    OPENAI(ServerBehavior.OPENAI),
    /** Azure OpenAI: content filter results, {@code apim-request-id}, and the API key in {@code api-key}. */
    AZURE(new ServerBehavior(
            RequestRules.OPENAI.withKeyIn("api-key"),
            AnswerFormat.of("fp_fake", ChoiceStyle.CONTENT_FILTERS)
                    .withRequestIdHeader("apim-request-id")
                    .withExtras(Extras.PROMPT_FILTERS),
            StreamFormat.OPENAI.openedBy(Opening.PROMPT_FILTERS),
            ErrorFormat.of(Types.OPENAI, Properties.INNER_ERROR, Code.NAME))),
    /**
     * vLLM: numeric error codes, {@code stop_reason}, {@code logprobs} of -1 for all, and models that do not support
     * {@code suffix}.
     */
    VLLM(new ServerBehavior(
            RequestRules.OPENAI
                    .within(new RequestLimits(0, -1, VllmRequests.MAX_LOGPROBS, 4, false))
                    .checking(VllmRequests::check)
                    .adapting(VllmRequests::adapted)
                    .naming(ModelNames.OWN_OR_NONE),
            AnswerFormat.of("vllm-0.32.0-fake", ChoiceStyle.STOP_REASON)
                    .withUsage(UsageStyle.NULL_DETAILS)
                    .withExtras(Extras.VLLM)
                    .endingWith(EndStyle.END_TOKEN_AND_STOP),
            StreamFormat.of("", ChunkUsage.CONTINUOUS_IF_REQUESTED, Failure.ERROR_AND_DONE),
            ErrorFormat.of(Types.PYTHON, Properties.PLAIN, Code.STATUS).with(Quirk.FAST_API),
            TokensApi.VLLM)),
    /**
     * The server of llama.cpp: {@code logprobs} in the format of chat completions, usage and {@code timings} at the end
     * of each choice; {@code best_of}, {@code echo} and {@code suffix} are ignored.
     */
    LLAMA_CPP(new ServerBehavior(
            RequestRules.OPENAI
                    .within(new RequestLimits(0, 0, Integer.MAX_VALUE, Integer.MAX_VALUE, true))
                    .checking(LlamaCppRequests::check)
                    .adapting(LlamaCppRequests::adapted)
                    .naming(ModelNames.ANY),
            AnswerFormat.of("b1-fake", ChoiceStyle.PLAIN)
                    .withIds(number -> "chatcmpl-" + number)
                    .withLogprobs(LogprobsFormat.OBJECTS)
                    .withUsage(UsageStyle.FIRST_CHOICE)
                    .withExtras(Extras.TIMINGS)
                    .endingWith(EndStyle.END_TOKEN),
            StreamFormat.of("", ChunkUsage.WITH_EACH_CHOICE, Failure.ERROR)
                    .openedBy(Opening.NULL_FOR_PROMPTS)
                    .ending(Ending.OWN_CHUNK),
            ErrorFormat.of(
                    new Types("authentication_error", "not_found_error", "invalid_request_error", "server_error"),
                    Properties.CODE_FIRST,
                    Code.STATUS),
            TokensApi.LLAMA_CPP)),
    /** SGLang: flat errors, {@code matched_stop}, no text offsets; rejects explicit nulls in requests. */
    SGLANG(new ServerBehavior(
            RequestRules.OPENAI
                    .within(new RequestLimits(1, 0, Integer.MAX_VALUE, Integer.MAX_VALUE, false))
                    .checking(RequestCheck.neverNull(
                            "temperature",
                            "top_p",
                            "n",
                            "max_tokens",
                            "stream",
                            "echo",
                            "frequency_penalty",
                            "presence_penalty")),
            AnswerFormat.of(null, ChoiceStyle.MATCHED_STOP)
                    .withLogprobs(LogprobsFormat.LISTS_WITHOUT_OFFSETS)
                    .withUsage(UsageStyle.REASONING_TOKENS),
            StreamFormat.of("", ChunkUsage.NULL_UNTIL_END, Failure.NESTED_ERROR_AND_DONE)
                    .openedBy(Opening.EMPTY_CHUNK),
            ErrorFormat.of(Types.PYTHON, Properties.OBJECT, Code.STATUS).shaped(Shape.FLAT))),
    /** TGI: no ids, no {@code logprobs}, its own finish reasons, choices in the order in which they ended. */
    TGI(new ServerBehavior(
            RequestRules.ignoring("n", "best_of", "echo", "logprobs").checking(RequestCheck::tgi),
            AnswerFormat.of("3.0.0-fake", ChoiceStyle.TGI_REASONS)
                    .withIds(number -> "")
                    .inOrder(Order.BY_END),
            StreamFormat.of(":\n\n", ChunkUsage.WITH_EACH_CHOICE, Failure.ERROR_AND_DONE)
                    .prefixing("data:"),
            ErrorFormat.of(
                            new Types("authentication", "not_found", "validation", "generation"),
                            Properties.PLAIN,
                            Code.NONE)
                    .shaped(Shape.TEXT_AND_TYPE)
                    .with(Quirk.UNPROCESSABLE))),
    /** Ollama: one prompt, one choice, ids that repeat, and a usage of zeros until the last chunk. */
    OLLAMA(new ServerBehavior(
            RequestRules.ignoring("n", "best_of", "echo", "logprobs").checking(RequestCheck.ONE_TEXT),
            AnswerFormat.of("fp_ollama", ChoiceStyle.PLAIN).withIds(number -> "cmpl-" + (number - 1) % 999),
            StreamFormat.of("", ChunkUsage.ZEROS_UNTIL_END, Failure.EMPTY_CHUNK),
            ErrorFormat.of(
                    new Types("invalid_request_error", "not_found_error", "invalid_request_error", "api_error"),
                    Properties.PLAIN,
                    Code.NONE))),
    /** LM Studio: errors as plain strings, and a success status for unknown paths. */
    LM_STUDIO(new ServerBehavior(
            RequestRules.OPENAI.checking(RequestCheck.ONE_TEXT),
            AnswerFormat.of(null, ChoiceStyle.PLAIN),
            StreamFormat.of("", ChunkUsage.NULL_UNTIL_END, Failure.NAMED_ERROR),
            ErrorFormat.OPENAI.shaped(Shape.TEXT).with(Quirk.SUCCESS_FOR_WRONG_PATH))),
    /**
     * DeepSeek: one prompt, one choice, keep-alive comments before streams, and blank lines before non-streaming
     * completions.
     */
    DEEPSEEK(new ServerBehavior(
            RequestRules.ignoring("n", "best_of")
                    .within(new RequestLimits(0, 0, 20, 16, false))
                    .checking(RequestCheck.ONE_TEXT),
            AnswerFormat.OPENAI.withLeadIn("\n\n").withUsage(UsageStyle.CACHE_HITS),
            StreamFormat.of(": keep-alive\n\n", ChunkUsage.NULL_UNTIL_END, Failure.REASON_AND_DONE),
            ErrorFormat.OPENAI)),
    /** LiteLLM: {@code "None"} for absent values, and no {@code finish_reason} property before the end of a choice. */
    LITELLM(new ServerBehavior(
            RequestRules.OPENAI,
            AnswerFormat.of(null, ChoiceStyle.NO_REASON_BEFORE_THE_END),
            StreamFormat.of(": ping\n\n", ChunkUsage.NULL_UNTIL_END, Failure.ERROR),
            ErrorFormat.of(
                            new Types(
                                    "invalid_request_error", "invalid_request_error", "invalid_request_error", "None"),
                            Properties.PLAIN,
                            Code.STATUS_AS_TEXT)
                    .withAbsentParam("None")));

    private final ServerBehavior behavior;

    Dialect(ServerBehavior behavior) {
        this.behavior = behavior;
    }

    ServerBehavior behavior() {
        return behavior;
    }
}
