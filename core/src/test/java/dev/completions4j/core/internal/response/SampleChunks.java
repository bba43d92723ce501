// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Chunks in the forms of real servers, with random values.
 *
 * <p>Values are JSON as servers send it, and also such that only the parser accepts or refuses.
 */
public final class SampleChunks {

    private static final List<String> USUAL_TEXTS = List.of(
            "\" the\"",
            "\"\"",
            "\",\"",
            "\"\\n\"",
            "\"\\\"\"",
            "\"caf\u00e9\"",
            "\"\u6d77\"",
            "\"a longer text than others\"");

    private static final List<String> TEXTS = List.of(
            "\"\\u00e9\\u4e2d\"",
            "\"\\ud83d\\ude00\"",
            "\"\\ud83d\"",
            "\"\uD83D\uDE00\"",
            "\"\uFFFD\"",
            "\"\\ufffd\"",
            "\"\\u0000\"",
            "\"\\u005c\\u0022\"",
            "\"\\u12\"",
            "\"\\u12g4\"",
            "\"\\x\"",
            "\"\uE0E4\uE0BF\"",
            "\"\uE0AE\"",
            "\"tab\there\"",
            "\"\u007f\"",
            "\"open",
            "null",
            "1",
            "[\"a\"]",
            "\"a\" ",
            " \"a\"",
            "\"" + "x".repeat(2000) + "\"");

    private static final List<String> NUMBERS = List.of(
            "-0.0",
            "-0",
            "0",
            "0e0",
            "-0e1",
            "1e2",
            "1E+2",
            "1e",
            "1e+",
            "1.",
            ".5",
            "+1",
            "01",
            "-01.5",
            "--1",
            "-",
            "1.0",
            "1.50",
            "-1.1920928955078125e-07",
            "-3.4028234663852886e+38",
            "-9999.0",
            "-9999",
            "9007199254740993",
            "9007199254740993.0",
            "123456789012345678",
            "1234567890123456789",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "12345678901234567890123",
            "2147483647",
            "2147483648",
            "0.1234567890123456789",
            "0.00000000000000000000012345",
            "0.0000000000000000000000000000000000000000000000000000000000000000001",
            "1" + "0".repeat(63),
            "1" + "0".repeat(64),
            "1e308",
            "1e309",
            "-1e999",
            "1e-999",
            "1e99999999999",
            "4.9e-324",
            "2.2250738585072011e-308",
            "null",
            "true",
            "\"1\"",
            "\"NaN\"",
            "\"-Infinity\"",
            "NaN",
            "Infinity",
            "-Infinity",
            "[]",
            "{}",
            "1 ",
            " 1",
            "1\t");

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "false",
            "nul",
            "[]",
            "[ ]",
            "{}",
            "{ }",
            "[1,2,3]",
            "[1, 2 , 3]",
            "[1,]",
            "[1 2]",
            "[[1],[]]",
            "{\"a\":1,\"b\":{\"c\":[null,true]}}",
            "{\"a\":1,\"a\":2}",
            "{\"a\" : 1 , \"b\" : 2}",
            "{\"a\\u0062\":1}",
            "{\"a\":1,}",
            "{a:1}",
            "{\"" + "n".repeat(1500) + "\":1}",
            "[".repeat(20) + "]".repeat(20),
            "[".repeat(70) + "]".repeat(70),
            "\"x7Gq\"",
            "[1,2");

    private final Random random;

    /** How often a value is unusual: one in as many. */
    private final int usual;

    private final String id;
    private final String created;

    public SampleChunks(Random random, int usual) {
        this.random = random;
        this.usual = usual;
        this.id = unusual() ? pick(TEXTS) : "\"c" + random.nextInt(1000) + "\"";
        this.created = unusual() ? pick(NUMBERS) : Integer.toString(random.nextInt(1_000_000));
    }

    /** Returns forms of the chunks of one stream, each of which has other values with each call. */
    public List<IntFunction<String>> forms() {
        return List.of(
                this::openAi,
                this::openAiLogprobs,
                this::vllm,
                this::llamaCpp,
                this::spaced,
                this::severalChoices,
                this::changing);
    }

    private String openAi(int token) {
        return "{\"id\":" + id + ",\"object\":\"text_completion\",\"created\":" + created + ",\"choices\":[{\"text\":"
                + text()
                + ",\"index\":"
                + index() + ",\"logprobs\":null,\"finish_reason\":" + finishReason()
                + "}],\"model\":\"m\",\"usage\":null,\"obfuscation\":" + text() + "}";
    }

    private String openAiLogprobs(int token) {
        int tokens = random.nextInt(3);
        return "{\"id\":" + id + ",\"object\":\"text_completion\",\"created\":" + created + ",\"choices\":[{\"text\":"
                + text()
                + ",\"index\":0,\"logprobs\":"
                + (unusual()
                        ? value()
                        : "{\"tokens\":" + list(tokens, i -> text()) + ",\"token_logprobs\":"
                                + list(tokens, i -> number())
                                + ",\"top_logprobs\":" + list(tokens, i -> top()) + ",\"text_offset\":"
                                + list(tokens, i -> offset(token)) + "}")
                + ",\"finish_reason\":" + finishReason() + "}],\"model\":\"m\"}";
    }

    private String vllm(int token) {
        int tokens = 1 + random.nextInt(3);
        return "{\"id\":" + id + ",\"object\":\"text_completion\",\"created\":" + created
                + ",\"model\":\"m\",\"choices\":[{\"index\":"
                + index()
                + ",\"text\":" + text() + ",\"logprobs\":{\"text_offset\":" + list(tokens, i -> offset(token))
                + ",\"token_logprobs\":" + list(tokens, i -> number()) + ",\"tokens\":" + list(tokens, i -> text())
                + ",\"top_logprobs\":" + list(tokens, i -> top()) + (unusual() ? ",\"x\":" + value() : "")
                + "},\"finish_reason\":null,\"stop_reason\":" + (unusual() ? value() : "null") + ",\"token_ids\":"
                + (unusual() ? value() : list(tokens, i -> integer(token)))
                + "}],\"usage\":{\"prompt_tokens\":5,\"total_tokens\":"
                + integer(token) + ",\"completion_tokens\":" + integer(token)
                + ",\"prompt_tokens_details\":{\"cached_tokens\":3}}}";
    }

    private String llamaCpp(int token) {
        int tokens = random.nextInt(3);
        return "{\"choices\":[{\"text\":" + text() + ",\"index\":0,\"logprobs\":{\"content\":"
                + list(
                        tokens,
                        i -> "{" + entry(token) + ",\"top_logprobs\":"
                                + list(random.nextInt(3), k -> "{" + entry(token) + "}") + "}")
                + "},\"finish_reason\":null}],\"created\":" + integer(token)
                + ",\"model\":\"m\",\"object\":\"text_completion\",\"id\":" + id + ",\"timings\":{\"prompt_ms\":"
                + number()
                + "}}";
    }

    private String spaced(int token) {
        return "{\"id\": " + id + ", \"choices\": [{\"index\": " + index() + ", \"text\": " + text()
                + ", \"logprobs\": {\"tokens\": [" + text() + ", " + text() + "], \"token_logprobs\": [" + number()
                + ", null], "
                + "\"top_logprobs\": [{" + text() + ": " + number() + ", " + text() + ": " + number()
                + "}, null], \"text_offset\": [" + integer(token) + " , " + integer(token) + " ] }, \"token_ids\": [ "
                + integer(token) + ", " + integer(token) + " ]}], \"usage\": null}";
    }

    private String severalChoices(int token) {
        return "{\"id\":" + id + ",\"choices\":[{\"text\":" + text() + ",\"index\":" + index() + "},{\"text\":" + text()
                + ",\"index\":1,\"x\":" + (unusual() ? value() : integer(token)) + "}],\"y\":\"z\"}";
    }

    /** Everything differs, and some values change what the others mean. */
    private String changing(int token) {
        return "{\"id\":" + text() + ",\"object\":"
                + pick(List.of("\"text_completion\"", "\"text_completion\"", "\"error\""))
                + ",\"created\":" + integer(token) + ",\"model\":" + text() + ",\"system_fingerprint\":"
                + (unusual() ? "null" : text()) + ",\"error\":" + (unusual() ? value() : "null")
                + ",\"choices\":[{\"index\":" + index() + ",\"text\":" + text() + ",\"finish_reason\":" + finishReason()
                + ",\"delta\":" + (unusual() ? value() : "null") + ",\"message\":" + (unusual() ? value() : "null")
                + "}],\"usage\":" + (unusual() ? value() : "{\"prompt_tokens\":" + integer(token) + "}") + ",\"x\":"
                + value() + "}";
    }

    private String entry(int token) {
        return "\"id\":" + integer(token) + ",\"token\":" + text() + ",\"bytes\":" + list(3, i -> integer(token))
                + ",\"logprob\":" + number() + (unusual() ? ",\"x\":" + value() : "")
                + (unusual() ? ",\"top_logprobs\":[{\"top_logprobs\":[{}]}]" : "");
    }

    private String top() {
        return unusual()
                ? value()
                : IntStream.range(0, random.nextInt(4))
                        .mapToObj(i -> text() + ":" + number())
                        .collect(Collectors.joining(",", "{", "}"));
    }

    private String list(int count, IntFunction<String> element) {
        return unusual()
                ? value()
                : IntStream.range(0, count).mapToObj(element).collect(Collectors.joining(",", "[", "]"));
    }

    private String text() {
        return pick(unusual() ? TEXTS : USUAL_TEXTS);
    }

    private String number() {
        return switch (random.nextInt(4)) {
            case 0 -> unusual() ? pick(NUMBERS) : "null";
            case 1 -> Double.toString((float) (-8 * random.nextDouble())).replace('E', 'e');
            case 2 -> Double.toString(-8 * random.nextDouble());
            default -> "-" + random.nextInt(20) + "." + random.nextInt(100_000);
        };
    }

    private String integer(int token) {
        return unusual() ? pick(NUMBERS) : Integer.toString(17 + token);
    }

    private String offset(int token) {
        return random.nextInt(4) == 0 ? pick(List.of("-1", "null")) : integer(token);
    }

    private String index() {
        return unusual() ? pick(NUMBERS) : Integer.toString(random.nextInt(2));
    }

    private String finishReason() {
        return random.nextInt(4) == 0
                ? pick(List.of("\"stop\"", "\"length\"", "\"\"", "\"abort\""))
                : unusual() ? "1" : "null";
    }

    private String value() {
        return pick(unusual() ? NUMBERS : VALUES);
    }

    private boolean unusual() {
        return random.nextInt(usual) == 0;
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
