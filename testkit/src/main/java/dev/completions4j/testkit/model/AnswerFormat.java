// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import dev.completions4j.testkit.internal.json.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The contents of completions and chunks in a dialect.
 *
 * @param requestIdHeader the header with the request id
 * @param ids creates the id of a response from its number, which starts at 1
 * @param fingerprint the system fingerprint; null if the server sends none
 * @param leadIn text before the JSON of a non-streaming completion
 * @param logprobs the format of log probabilities
 * @param choice the server-specific properties of a choice, or of a part of one
 * @param usage the properties of the usage
 * @param extras the server-specific properties besides the choices
 * @param end what is counted and logged at the end of a choice
 * @param order the order of the choices of a non-streaming completion
 */
record AnswerFormat(
        String requestIdHeader,
        LongFunction<String> ids,
        @Nullable String fingerprint,
        String leadIn,
        LogprobsFormat logprobs,
        ChoiceStyle choice,
        UsageStyle usage,
        Extras extras,
        EndStyle end,
        Order order) {

    static final AnswerFormat OPENAI = of("fp_fake", ChoiceStyle.PLAIN);

    /** Returns OpenAI's format, except for the fingerprint and the properties of choices. */
    static AnswerFormat of(@Nullable String fingerprint, ChoiceStyle choice) {
        return new AnswerFormat(
                "x-request-id",
                AnswerFormat::numbered,
                fingerprint,
                "",
                LogprobsFormat.LISTS,
                choice,
                UsageStyle.PLAIN,
                Extras.NONE,
                EndStyle.TEXT_ONLY,
                Order.BY_INDEX);
    }

    AnswerFormat withRequestIdHeader(String requestIdHeader) {
        return new AnswerFormat(requestIdHeader, ids, fingerprint, leadIn, logprobs, choice, usage, extras, end, order);
    }

    AnswerFormat withIds(LongFunction<String> ids) {
        return new AnswerFormat(requestIdHeader, ids, fingerprint, leadIn, logprobs, choice, usage, extras, end, order);
    }

    AnswerFormat withLeadIn(String leadIn) {
        return new AnswerFormat(requestIdHeader, ids, fingerprint, leadIn, logprobs, choice, usage, extras, end, order);
    }

    AnswerFormat withLogprobs(LogprobsFormat logprobs) {
        return new AnswerFormat(requestIdHeader, ids, fingerprint, leadIn, logprobs, choice, usage, extras, end, order);
    }

    AnswerFormat withUsage(UsageStyle usage) {
        return new AnswerFormat(requestIdHeader, ids, fingerprint, leadIn, logprobs, choice, usage, extras, end, order);
    }

    AnswerFormat withExtras(Extras extras) {
        return new AnswerFormat(requestIdHeader, ids, fingerprint, leadIn, logprobs, choice, usage, extras, end, order);
    }

    AnswerFormat endingWith(EndStyle end) {
        return new AnswerFormat(requestIdHeader, ids, fingerprint, leadIn, logprobs, choice, usage, extras, end, order);
    }

    AnswerFormat inOrder(Order order) {
        return new AnswerFormat(requestIdHeader, ids, fingerprint, leadIn, logprobs, choice, usage, extras, end, order);
    }

    /** The server-specific properties of a choice, in addition to or instead of the standard ones. */
    enum ChoiceStyle {
        PLAIN {
            @Override
            void apply(ObjectNode choice, Piece piece) {}
        },
        CONTENT_FILTERS {
            @Override
            void apply(ObjectNode choice, Piece piece) {
                ContentFilters.addToChoice(choice);
            }
        },
        STOP_REASON {
            @Override
            void apply(ObjectNode choice, Piece piece) {
                choice.put("stop_reason", piece.matchedStop());
            }
        },
        /** The stop sequence that ended the choice, or the id of the end-of-text token. */
        MATCHED_STOP {
            @Override
            void apply(ObjectNode choice, Piece piece) {
                if ("stop".equals(piece.finishReason()) && piece.matchedStop() == null) {
                    choice.put("matched_stop", END_TOKEN);
                } else {
                    choice.put("matched_stop", piece.matchedStop());
                }
            }
        },
        /** The finish reasons of TGI; empty before the end of a choice. */
        TGI_REASONS {
            @Override
            void apply(ObjectNode choice, Piece piece) {
                if (piece.finishReason() == null) {
                    choice.put("finish_reason", "");
                } else if (piece.finishReason().equals("stop")) {
                    choice.put("finish_reason", piece.matchedStop() == null ? "eos_token" : "stop_sequence");
                }
            }
        },
        NO_REASON_BEFORE_THE_END {
            @Override
            void apply(ObjectNode choice, Piece piece) {
                if (piece.finishReason() == null) {
                    choice.remove("finish_reason");
                }
            }
        };

        private static final int END_TOKEN = 2;

        abstract void apply(ObjectNode choice, Piece piece);
    }

    /** The properties of the usage. */
    enum UsageStyle {
        PLAIN,
        /** Each choice is a separate task; a non-streaming completion reports only the first. */
        FIRST_CHOICE,
        /** With details that are null, in non-streaming completions. */
        NULL_DETAILS,
        CACHE_HITS,
        REASONING_TOKENS;

        ObjectNode write(int promptTokens, int completionTokens) {
            ObjectNode usage = new ObjectNode();
            usage.put("prompt_tokens", promptTokens);
            usage.put("completion_tokens", completionTokens);
            usage.put("total_tokens", promptTokens + completionTokens);
            if (this == CACHE_HITS) {
                usage.put("prompt_cache_hit_tokens", 0).put("prompt_cache_miss_tokens", promptTokens);
            } else if (this == REASONING_TOKENS) {
                usage.put("reasoning_tokens", 0);
            } else if (this == FIRST_CHOICE) {
                usage.putObject("prompt_tokens_details").put("cached_tokens", 0);
            }
            return usage;
        }

        /**
         * Returns the usage of a non-streaming completion.
         *
         * @param completionTokens the tokens of all choices
         * @param first the first choice
         */
        ObjectNode write(ModelRequest request, int completionTokens, FinishedChoice first) {
            if (this == FIRST_CHOICE) {
                return write(request.prompts().get(0).tokens().size(), first.generated());
            }
            ObjectNode usage = write(request.promptTokens(), completionTokens);
            return this == NULL_DETAILS
                    ? usage.putNull("prompt_tokens_details").putNull("completion_tokens_details")
                    : usage;
        }
    }

    /** Server-specific properties besides the choices. */
    enum Extras {
        NONE,
        /** The filter results of the prompts. */
        PROMPT_FILTERS,
        /** Durations. */
        TIMINGS,
        /** The properties of vLLM. */
        VLLM;

        /** Adds the properties to a non-streaming completion. */
        void addToCompletion(
                ObjectNode completion,
                ModelRequest request,
                List<FinishedChoice> choices,
                ToIntFunction<String> tokenIds) {
            switch (this) {
                case NONE -> {}
                case PROMPT_FILTERS -> ContentFilters.addOfPrompts(completion, request);
                case TIMINGS ->
                    addTimings(
                            completion,
                            request.prompts().get(0).tokens().size(),
                            choices.get(0).generated());
                case VLLM -> VllmFields.addToCompletion(completion, request, choices, tokenIds);
            }
        }

        /** Adds the properties to a chunk with a part of a choice. */
        void addToChunk(
                ObjectNode chunk,
                ModelRequest request,
                Piece piece,
                ChoiceGenerator choice,
                ToIntFunction<String> tokenIds) {
            boolean ends = piece.finishReason() != null || piece.matchedStop() != null;
            if (this == TIMINGS && (ends || request.timingsPerToken())) {
                addTimings(chunk, choice.promptTokens(), choice.generated());
            } else if (this == VLLM) {
                VllmFields.addToChunk(chunk, request, piece, choice.promptOfFirstPiece(), tokenIds);
            }
        }

        private static void addTimings(ObjectNode response, int promptTokens, int generated) {
            response.putObject("timings")
                    .put("cache_n", 0)
                    .put("prompt_n", promptTokens)
                    .put("prompt_ms", 0.5 * promptTokens)
                    .put("predicted_n", generated)
                    .put("predicted_ms", 12.5 * generated)
                    .put("prompt_per_token_ms", 0.5)
                    .put("prompt_per_second", 2000.0)
                    .put("predicted_per_token_ms", 12.5)
                    .put("predicted_per_second", 80.0);
        }
    }

    /** The order of the choices of a non-streaming completion. */
    enum Order {
        BY_INDEX,
        /** In the order in which they ended: the shortest first. */
        BY_END;

        List<FinishedChoice> sorted(List<FinishedChoice> choices) {
            return this == BY_INDEX
                    ? choices
                    : choices.stream()
                            .sorted(Comparator.comparingInt(FinishedChoice::generated))
                            .toList();
        }
    }

    private static String numbered(long number) {
        return "cmpl-" + number;
    }
}
