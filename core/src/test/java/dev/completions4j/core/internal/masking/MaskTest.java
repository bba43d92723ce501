// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.masking;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.CallOptions;
import dev.completions4j.CompletionRequest;
import dev.completions4j.JsonValue;
import dev.completions4j.Prompt;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which secrets are found in a text, in any escaping, and what remains of it. */
class MaskTest {

    private static final String KEY = "sk-a/b+c=d\"e-0123";
    private static final String PROMPT = "My name is \"Zoë\" and\nmy diagnosis/state is grave: C:\\new\\users.";

    private static Mask maskOf(String... keys) {
        return Mask.of(() -> List.of(keys));
    }

    private static Mask maskOf(Prompt prompt) {
        return maskOf().hiding(SentPrompts.of(prompt));
    }

    private static Mask maskOf(UnaryOperator<CompletionRequest.Builder> prompts) {
        return maskOf().hiding(SentPrompts.of(
                prompts.apply(CompletionRequest.builder().model("m")).build()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sk-a/b+c=d\"e-0123",
                "sk-a\\/b+c=d\\\"e-0123",
                "sk-a\\\\/b+c=d\\\\\\\"e-0123",
                "sk-a%2Fb%2Bc%3Dd%22e-0123",
                "sk-a%2fb%2bc%3dd%22e%2d0123",
                "sk-a\\u002fb\\u002Bc=d\\u0022e-0123",
                "%73%6b%2d%61%2f%62%2b%63%3d%64%22%65%2d%30%31%32%33",
            })
    void masksAKeyInAnyEscaping(String written) {
        assertThat(maskOf(KEY).masked("key=" + written + "&x")).isEqualTo("key=***&x");
    }

    /** As tokens of identity providers, whose length exceeds what a regular expression can match. */
    @Test
    void masksALongKeyInAnyEscaping() {
        String key = "eyJ/é😀+".repeat(2_000);
        String escaped = key.replace("/", "\\/").replace("é", "\\u00E9").replace("😀", "\\ud83d\\ude00");
        String encoded = URLEncoder.encode(key, UTF_8);

        assertThat(maskOf(key).masked("<" + key + "> <" + escaped + "> <" + encoded + ">"))
                .isEqualTo("<***> <***> <***>");
        PieceMask pieces = maskOf(key).ofPieces();
        String shown = pieces.masked("<" + escaped.substring(0, 7_003)) + pieces.masked(escaped.substring(7_003) + ">");
        assertThat(shown + pieces.rest()).isEqualTo("<***>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"u0075u0075", "%25%25%25", "++  ++  ++"})
    void masksAKeyThatLooksEscaped(String key) {
        assertThat(maskOf(key).masked("<" + key + ">")).isEqualTo("<***>");
        assertThat(maskOf(key).masked("<" + URLEncoder.encode(key, UTF_8) + ">"))
                .isEqualTo("<***>");
    }

    @Test
    void masksPartsOfAKey() {
        assertThat(maskOf("sk-0123456789abcdef0123456789").masked("Wrong key sk-0123456789abcdef01...89."))
                .isEqualTo("Wrong key ***...89.");
    }

    @Test
    void keepsShortKeys() {
        assertThat(maskOf("none", "EMPTY").masked("none EMPTY")).isEqualTo("none EMPTY");
    }

    @Test
    void masksHeaderAndParameterValuesExceptHarmlessOnes() {
        CallOptions options = CallOptions.builder()
                .header("X-Gateway", "tenant-secret")
                .header("Cookie", "a=1; session=cookie-secret")
                .header("User-Agent", "acme-agent/1.0")
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString("someone:basic-secret".getBytes(US_ASCII)))
                .queryParameter("code", "tiny secret")
                .queryParameter("api-version", "2024-10-21")
                .build();

        assertThat(maskOf().hiding(options)
                        .masked("tenant-secret cookie-secret acme-agent/1.0 basic-secret 2024-10-21 Basic "
                                + "c29tZW9uZTpiYXNpYy1zZWNyZXQ="))
                .isEqualTo("*** *** acme-agent/1.0 *** 2024-10-21 Basic ***");
        assertThat(maskOf().hiding(options).masked("tiny%20secret tiny+secret tiny secret"))
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    bad: My name is "Zoë" and my diagnosis                       | bad: ***
                    'My name is \\"Zo\\u00eb\\" and\\\\nmy diagnosis\\/state' is  | '***
                    ... "Zoë" and my diagnosis/state is grave: C:\\\\new\\\\u     | ... "***\\\\u
                    My name ...                                                  | My name ...
                    name is [Zoë, and my d]                                      | ***]
                    no such model                                                | no such model
                    """)
    void masksPartsOfAPrompt(String text, String masked) {
        assertThat(maskOf(Prompt.of(PROMPT)).masked(text)).isEqualTo(masked);
    }

    @Test
    void masksEachPromptAndTheSuffix() {
        Mask mask = maskOf(
                request -> request.prompt(Prompt.ofTexts("the first private text", "the other private text", "tiny"))
                        .suffix("what follows in private"));

        assertThat(mask.masked("The first: the first private text. tiny. what follows in private"))
                .isEqualTo("The first: ***. tiny. ***");
    }

    @Test
    void masksTheStringsOfAdditionalPropertiesThatAreRead() {
        String text = "a: the first private text, b: the other private text, c: what follows in private";
        for (String prompt : List.of(
                "\"the first private text\"",
                "[\"the first private text\"]",
                "[\"the first private text\", [1, 2]]",
                "[[1, \"the first private text\", 2]]",
                "[{\"prompt_string\": \"the first private text\"}]")) {
            Mask mask = maskOf(request -> request.additionalProperty("prompt", JsonValue.parse(prompt))
                    .additionalProperty("prompt_embeds", JsonValue.of("the other private text"))
                    .additionalProperty("suffix", JsonValue.of("what follows in private")));
            assertThat(mask.masked(text)).as(prompt).isEqualTo("a: ***, b: ***, c: ***");
        }
        Mask other = maskOf(request -> request.additionalProperty("guided_regex", JsonValue.of("the first private")));
        assertThat(other.masked(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[15496, 11, 616, 1438, 318, 19450]",
                "[[15496, 11, 616, 1438, 318, 19450]]",
                "[\"x\", [15496, 11, 616, 1438, 318, 19450]]",
                "[\"x\", 15496, 11, 616, 1438, 318, 19450]",
            })
    void masksTheTokensOfAnAdditionalProperty(String prompt) {
        assertThat(maskOf(request -> request.additionalProperty("prompt", JsonValue.parse(prompt)))
                        .masked("too long: " + prompt.replace(", ", ",")))
                .containsSubsequence("too long: ", "***", "]")
                .doesNotContain("11", "19450");
    }

    @Test
    void readsAnAdditionalPropertyThatIsNestedTooDeep() {
        JsonValue nested = JsonValue.of("the first private text");
        for (int i = 0; i < 100_000; i++) {
            nested = JsonValue.array(List.of(nested));
        }
        JsonValue prompt = nested;
        assertThat(maskOf(request -> request.additionalProperty("prompt", prompt))
                        .masked("<the first private text>"))
                .isEqualTo("<***>");
    }

    @Test
    void masksAShortPromptOnlyAsAWhole() {
        assertThat(maskOf(Prompt.of("Hi, hunter2!")).masked("'Hi, hunter2!' and hunter2"))
                .isEqualTo("'***!' and hunter2");
    }

    @Test
    void masksShorterRunsOfNonAsciiLetters() {
        assertThat(maskOf(Prompt.of("私の名前は山田太郎です。病気は重い。")).masked("入力「山田太郎です。病気は重い」は長すぎます"))
                .isEqualTo("入力「***」は長すぎます");
    }

    @Test
    void masksRunsOfTokens() {
        assertThat(maskOf(Prompt.ofTokens(15496, 11, 616, 1438, 318, 19450, 23))
                        .masked("prompt: [15496, 11, 616, 1438, 318, ...], max 2048"))
                .isEqualTo("prompt: [***, ...], max 2048");
        assertThat(maskOf(Prompt.ofTokenLists(new int[] {1}, new int[] {100200, 300400, 500600}))
                        .masked("[[1],[100200,300400,500600]]"))
                .isEqualTo("[[1],[***]]");
    }

    @Test
    void findsAnyPartOfALongPrompt() {
        String prompt = IntStream.range(0, 200_000)
                .mapToObj(i -> "word" + Integer.toString(i * 7919, 36))
                .collect(Collectors.joining(" "));
        Mask mask = maskOf(Prompt.of(prompt));
        for (int start = 0; start < prompt.length() - 100; start += prompt.length() / 50) {
            String part = prompt.substring(start, start + 60).strip();
            assertThat(mask.masked("> " + part + " <")).isEqualTo("> *** <");
        }
    }

    /** Each would take minutes if the time grew with the square of the length. */
    @Test
    void isLinearInRepetitions() {
        String letters = "a".repeat(1_000_000);
        assertThat(maskOf(Prompt.of(letters)).masked("a".repeat(64 * 1024))).isEqualTo("***");
        assertThat(maskOf(Prompt.of(letters)).masked("b".repeat(64 * 1024))).hasSize(64 * 1024);
        assertThat(maskOf("\\\\a-secret-key").masked("\\".repeat(64 * 1024))).hasSize(64 * 1024);
        assertThat(maskOf("aaaaaaaaaaaaaaab").masked("a".repeat(64 * 1024))).isEqualTo("a".repeat(64 * 1024));
    }

    @Test
    void holdsBackAPossibleStartOfASecret() {
        PieceMask mask = maskOf(KEY).ofPieces();
        StringBuilder shown = new StringBuilder();
        for (char c : "{\"key\": \"sk-a\\/b+c=d\\\"e-0123\", \"x\": \"sk-a\"}".toCharArray()) {
            shown.append(mask.masked(String.valueOf(c)));
        }
        shown.append(mask.rest());
        assertThat(shown).hasToString("{\"key\": \"***\", \"x\": \"sk-a\"}");

        assertThat(mask.masked("is sk-a") + mask.rest()).isEqualTo("is sk-a");
        assertThat(mask.masked("is sk-a/b+c=d") + mask.rest()).isEqualTo("is ***");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"id": "c", "choices": [{"text": "private", "index": 0}] | {"id": "***", "choices": [{"text": "***", "index": 0}]
                    {"text": "pri\\"vate                                     | {"text": "***"
                    {'text': 'private'}                                      | {'text': '***'}
                    upstream can't be reached                                | upstream can't be reached
                    <html lang="en">                                         | <html lang="***">
                    {"top_logprobs": [{" HIV":-0.2, "text": -1}]}            | {"top_logprobs": [{"***":-0.2, "text": -1}]}
                    {"diagnosis": "private"}                                 | {"***": "***"}
                    """)
    void masksAllStringsOfAnOutline(String text, String outline) {
        assertThat(JsonOutline.of(text)).isEqualTo(outline);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"text": "He said "my private text" and"}                | {"text": "***"*** *** ***"***"}
                    {"text": "It's "12:30, 1234" now", "index": 0}           | {"text": "***"***:***, ***"***", "index": 0}
                    {"text": "It is "private{}[]", "index": 0}               | {"text": "***"***{}[]"***"***"***"
                    {"text":private,"index":0}                               | {"text":***,"index":0}
                    {"text": don't}                                          | {"text": ***'***'
                    {text: private\\}                                         | {***: ***}
                    {"created": 1e9, "index":-0.5,"x":01, "usage": null}     | {"created": 1e9, "index":-0.5,"***":01, "usage": null}
                    {"index": 12private, "created": true.private}            | {"index": ***, "created": ***}
                    {"token_ids":[15496, 995],"bytes":[97],"x":[null]}       | {"token_ids":[***, ***],"***":[***],"***":[***]}
                    [private, "private"] private                             | [***, "***"] ***
                    \uFEFF {private}                                         | \uFEFF {***}
                    no {JSON}, 12 errors: [private]                          | no {JSON}, 12 errors: [private]
                    """)
    void masksWhatIsNeitherStructureNorTheValueOfAProperty(String text, String outline) {
        assertThat(JsonOutline.of(text)).isEqualTo(outline);
    }

    @Test
    void outlinesLongTexts() {
        String word = "private".repeat(10_000);
        assertThat(JsonOutline.of("{\"text\"" + " ".repeat(60_000) + word))
                .isEqualTo("{\"***\"" + " ".repeat(60_000) + "***");
        assertThat(JsonOutline.of("{\"index\":" + "1".repeat(60_000) + "x")).isEqualTo("{\"index\":***");
    }

    @Test
    void copiesThrowablesWithoutMessages() {
        IllegalStateException cause = new IllegalStateException("private cause");
        Exception original = new Exception("private", cause);
        original.addSuppressed(new Exception("private too", original));
        ThrowableCopy copy = ThrowableCopy.wordless(original);

        assertThat(copy).hasMessage("java.lang.Exception (its message is not shown)");
        assertThat(copy.getStackTrace()).isEqualTo(original.getStackTrace());
        assertThat(copy.getCause()).hasMessage("java.lang.IllegalStateException (its message is not shown)");
        assertThat(copy.getSuppressed())
                .singleElement()
                .satisfies(each -> assertThat(each).hasNoCause().hasMessage(copy.getMessage()));
    }
}
