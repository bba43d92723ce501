// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks.micro;

import dev.completions4j.benchmarks.SampleEvents;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;
import tools.jackson.databind.json.JsonMapper;

/** The kinds of chunks that servers send, by what differs between two chunks of a stream. */
public enum ChunkKind {
    /** The text alone. */
    TEXT {
        @Override
        String chunk(int token) {
            return SampleEvents.chunk(token);
        }
    },
    /** OpenAI with {@code n} of 16: text and index. */
    CHOICES {
        @Override
        String chunk(int token) {
            return "{\"id\":\"cmpl-BxR2kQeDuEw3Yh5aJmTfZp9LsVn8C\",\"object\":\"text_completion\",\"created\":1763800000,"
                    + "\"choices\":[{\"text\":" + quoted(word(token)) + ",\"index\":" + token % 16
                    + ",\"logprobs\":null,\"finish_reason\":null}],\"model\":\"gpt-3.5-turbo-instruct:20230824-v2\"}";
        }
    },
    /** OpenAI with {@code logprobs} of 5: rounded numbers. */
    LOGPROBS {
        @Override
        String chunk(int token) {
            return "{\"id\":\"cmpl-BxR2kQeDuEw3Yh5aJmTfZp9LsVn8C\",\"object\":\"text_completion\",\"created\":1763800000,"
                    + "\"choices\":[{\"text\":" + quoted(word(token)) + ",\"index\":0,\"logprobs\":{\"tokens\":["
                    + quoted(word(token)) + "],\"token_logprobs\":[" + rounded(token) + "],\"top_logprobs\":["
                    + top(token, true) + "],\"text_offset\":[" + (17 + 4 * token) + "]},\"finish_reason\":null}],"
                    + "\"model\":\"gpt-3.5-turbo-instruct:20230824-v2\"}";
        }
    },
    /** OpenAI with {@code include_obfuscation}. */
    OBFUSCATION {
        @Override
        String chunk(int token) {
            return "{\"id\":\"cmpl-BxR2kQeDuEw3Yh5aJmTfZp9LsVn8C\",\"object\":\"text_completion\",\"created\":1763800000,"
                    + "\"choices\":[{\"text\":" + quoted(word(token)) + ",\"index\":0,\"logprobs\":null,"
                    + "\"finish_reason\":null}],\"model\":\"gpt-3.5-turbo-instruct:20230824-v2\",\"usage\":null,"
                    + "\"obfuscation\":\"" + "x7GqLm2VdR9a".substring(0, 4 + token % 9) + "\"}";
        }
    },
    /** vLLM with {@code continuous_usage_stats}. */
    USAGE {
        @Override
        String chunk(int token) {
            return vllm(token, "null", "null", usage(token));
        }
    },
    /** vLLM with {@code return_token_ids}. */
    TOKEN_IDS {
        @Override
        String chunk(int token) {
            return vllm(token, "null", "[" + (1000 + token * 37) + "]", "null");
        }
    },
    /** vLLM with {@code logprobs} of 5: single-precision numbers, printed in double precision. */
    VLLM_LOGPROBS {
        @Override
        String chunk(int token) {
            return vllm(token, vllmLogprobs(token), "null", "null");
        }
    },
    /** vLLM with everything at once. */
    VLLM_ALL {
        @Override
        String chunk(int token) {
            return vllm(token, vllmLogprobs(token), "[" + (1000 + token * 37) + "]", usage(token));
        }
    },
    /** llama.cpp with {@code logprobs} of 5: an object per token, with id and bytes. */
    LLAMA_CPP_LOGPROBS {
        @Override
        String chunk(int token) {
            StringJoiner top = new StringJoiner(",");
            for (int i = 0; i < TOP; i++) {
                top.add("{" + entry(token + 11 * i, single(token + i)) + "}");
            }
            return "{\"choices\":[{\"text\":" + quoted(word(token)) + ",\"index\":0,\"logprobs\":{\"content\":[{"
                    + entry(token, single(token)) + ",\"top_logprobs\":[" + top + "]}]},\"finish_reason\":null}],"
                    + "\"created\":1763800000,\"model\":\"qwen2.5-7b-instruct-q4_k_m.gguf\",\"system_fingerprint\":"
                    + "\"b6869-1eeaf7f3\",\"object\":\"text_completion\",\"id\":\"chatcmpl-x7GqLm2VdR9aTfZp9LsVn8C\"}";
        }
    };

    private static final int TOP = 5;

    private static final List<String> WORDS = List.of(
            " the",
            " of",
            ",",
            " and",
            " sea",
            " to",
            ".",
            " that",
            " light",
            "ing",
            " in",
            "\n",
            " keeper",
            "'s",
            " \"",
            " caf\u00e9",
            " through",
            " which",
            "ly",
            "\u6d77",
            " remember",
            " harbour",
            " beneath");

    private static final JsonMapper JSON = new JsonMapper();

    /** Returns the chunk of a token. */
    abstract String chunk(int token);

    private static String vllm(int token, String logprobs, String tokenIds, String usage) {
        return "{\"id\":\"cmpl-6f3b1f1e0c5d4b6d9a4e2d7c8b9a0f1e\",\"object\":\"text_completion\",\"created\":1763800000,"
                + "\"model\":\"Qwen/Qwen2.5-7B-Instruct\",\"choices\":[{\"index\":0,\"text\":" + quoted(word(token))
                + ",\"logprobs\":" + logprobs
                + ",\"finish_reason\":null,\"stop_reason\":null,\"prompt_token_ids\":null,"
                + "\"token_ids\":" + tokenIds + "}],\"usage\":" + usage + "}";
    }

    private static String vllmLogprobs(int token) {
        return "{\"text_offset\":[" + (17 + 4 * token) + "],\"token_logprobs\":[" + single(token) + "],\"tokens\":["
                + quoted(word(token)) + "],\"top_logprobs\":[" + top(token, false) + "]}";
    }

    private static String usage(int token) {
        return "{\"prompt_tokens\":5,\"total_tokens\":" + (6 + token) + ",\"completion_tokens\":" + (1 + token) + "}";
    }

    private static String top(int token, boolean rounded) {
        StringJoiner alternatives = new StringJoiner(",", "{", "}");
        for (int i = 0; i < TOP; i++) {
            alternatives.add(quoted(word(token + 11 * i)) + ":" + (rounded ? rounded(token + i) : single(token + i)));
        }
        return alternatives.toString();
    }

    private static String entry(int token, String logprob) {
        return "\"id\":" + (1000 + Math.floorMod(token * 37, 30_000)) + ",\"token\":" + quoted(word(token))
                + ",\"bytes\":[32,116,104,101],\"logprob\":" + logprob;
    }

    private static String rounded(int seed) {
        return Math.round(new Random(seed).nextDouble() * -8e8) / 1e8 + "";
    }

    /** Returns a float as Python and C++ print it after conversion to a double. */
    private static String single(int seed) {
        return Double.toString((float) (new Random(seed).nextDouble() * -8));
    }

    private static String word(int place) {
        return WORDS.get(Math.floorMod(place * 7 + place / WORDS.size(), WORDS.size()));
    }

    private static String quoted(String text) {
        return JSON.writeValueAsString(text);
    }
}
