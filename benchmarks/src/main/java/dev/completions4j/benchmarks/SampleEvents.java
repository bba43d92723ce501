// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import java.util.List;
import java.util.StringJoiner;
import tools.jackson.databind.json.JsonMapper;

/** JSON in the form that OpenAI's server sends, with varying text. */
public final class SampleEvents {

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
            " was",
            " a",
            " upon",
            " it",
            "\n",
            " keeper",
            " for",
            " with",
            "'s",
            " stones",
            " \"",
            " by",
            " night",
            " caf\u00e9",
            " on",
            " as",
            " he",
            " through",
            " window",
            "ed",
            " had",
            " which",
            " not",
            " at",
            " whisper",
            " from",
            " his",
            " lantern",
            "ly",
            " were",
            " an",
            ";",
            " remember",
            " this",
            " be",
            "\u6d77",
            " she",
            " harbour",
            " is",
            " all",
            " so",
            " one",
            " they",
            " weather",
            " her",
            " have",
            " or",
            " but",
            " ships",
            " no",
            " when",
            " beneath");

    private static final String ID = "cmpl-BxR2kQeDuEw3Yh5aJmTfZp9LsVn8C";
    private static final String BEFORE_CHOICES =
            "{\"id\":\"" + ID + "\",\"object\":\"text_completion\",\"created\":1763800000,\"choices\":[";
    private static final String AFTER_CHOICES =
            "],\"model\":\"gpt-3.5-turbo-instruct:20230824-v2\",\"system_fingerprint\":\"fp_d7f1\"";

    /** The log probability of every token, and the digits after the point of those of its alternatives. */
    private static final double LOGPROB = -0.5732421875;

    private static final double ALTERNATIVE_FRACTION = 0.3046875;

    private static final String OBFUSCATION = "k8Zt3fQ9xVbL2mWcYs7RdHn5";

    private static final JsonMapper JSON = new JsonMapper();

    private SampleEvents() {}

    /**
     * Returns the text of a token.
     *
     * @param minBytes the minimum length; 0 for the length of a word
     */
    static String text(int token, int minBytes) {
        String word = word(token);
        return minBytes == 0 ? word : word + " sea".repeat(minBytes / 4);
    }

    private static String word(int place) {
        return WORDS.get(Math.floorMod(place * 7 + place / WORDS.size(), WORDS.size()));
    }

    /** Returns the chunk of a token. */
    static String chunk(int token, int choice, String text, Detail detail) {
        String logprobs = detail.topLogprobs() == 0 ? "null" : logprobs(token, text, detail.topLogprobs());
        if (detail != Detail.ALL) {
            return BEFORE_CHOICES + choice(choice, text, logprobs, "null", "") + AFTER_CHOICES + "}";
        }
        return BEFORE_CHOICES
                + choice(choice, text, logprobs, "null", ",\"token_ids\":[" + tokenId(token) + "]")
                + AFTER_CHOICES
                + usage(token + 1)
                + ",\"obfuscation\":\"" + OBFUSCATION.substring(Math.floorMod(token * 5, OBFUSCATION.length()))
                + "\"}";
    }

    /** Adds the values that the chunk of a token contains besides its text. */
    static void addDetails(int token, Detail detail, DetailChecksum sums) {
        if (detail == Detail.TEXT) {
            return;
        }
        sums.addLogprob(LOGPROB);
        for (int i = 0; i < detail.topLogprobs(); i++) {
            sums.addLogprob(-(i + 1 + ALTERNATIVE_FRACTION));
        }
        if (detail == Detail.ALL) {
            sums.addTokenId(tokenId(token));
            sums.addUsage(token + 1);
        }
    }

    private static int tokenId(int token) {
        return 100 + Math.floorMod(token * 7919, 100_000);
    }

    /** Returns the chunk of a token whose text is one word, without logprobs. */
    public static String chunk(int token) {
        return chunk(token, Detail.TEXT);
    }

    /**
     * Returns the chunk of a token whose text is one word.
     *
     * @param detail the name of a {@link Detail}
     */
    public static String chunk(int token, String detail) {
        return chunk(token, Detail.valueOf(detail));
    }

    private static String chunk(int token, Detail detail) {
        return chunk(token, 0, word(token), detail);
    }

    /** Returns the last chunk of a choice. */
    static String lastChunk(int choice) {
        return BEFORE_CHOICES + choice(choice, "", "null", "\"length\"", "") + AFTER_CHOICES + "}";
    }

    /** Returns a non-streaming completion with a choice for each text. */
    static String completion(List<String> texts, int tokens) {
        StringJoiner choices = new StringJoiner(",");
        for (int choice = 0; choice < texts.size(); choice++) {
            choices.add(choice(choice, texts.get(choice), "null", "\"length\"", ""));
        }
        return BEFORE_CHOICES + choices + AFTER_CHOICES + usage(tokens) + "}";
    }

    private static String usage(int tokens) {
        return ",\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":" + tokens + ",\"total_tokens\":" + (tokens + 5)
                + "}";
    }

    /** @param more further properties, each preceded by a comma */
    private static String choice(int index, String text, String logprobs, String finishReason, String more) {
        return "{\"text\":" + JSON.writeValueAsString(text) + ",\"index\":" + index + ",\"logprobs\":" + logprobs
                + ",\"finish_reason\":" + finishReason + more + "}";
    }

    private static String logprobs(int token, String text, int top) {
        StringJoiner alternatives = new StringJoiner(",", "{", "}");
        for (int i = 0; i < top; i++) {
            alternatives.add(JSON.writeValueAsString(word(token + 11 * i)) + ":" + -(i + 1 + ALTERNATIVE_FRACTION));
        }
        return "{\"tokens\":[" + JSON.writeValueAsString(text) + "],\"token_logprobs\":[" + LOGPROB + "],"
                + "\"top_logprobs\":[" + alternatives + "],\"text_offset\":[" + (17 + 4 * token) + "]}";
    }
}
