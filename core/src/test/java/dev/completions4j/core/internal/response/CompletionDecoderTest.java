// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.ApiException.ApiError;
import dev.completions4j.Choice;
import dev.completions4j.Completion;
import dev.completions4j.CompletionRequest;
import dev.completions4j.ResponseInfo;
import dev.completions4j.core.internal.json.PaddedBytes;
import dev.completions4j.core.internal.json.RawBytes;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Verifies that completions that are read by their shape and those that are parsed are equal. */
class CompletionDecoderTest {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private static final int CLIENTS = 1_000;
    private static final int RESPONSES = 20;

    private static final CompletionRequest REQUEST = request(2);

    private final ClientDecoders client = new ClientDecoders();

    /** Bodies of servers, with placeholders for values that differ. */
    private static final List<String> BODIES = List.of("""
            {"id":"cmpl-%1$d","object":"text_completion","created":%1$d,"model":"m%1$d","choices":[{"text":"some text %1$d",\
            "index":0,"logprobs":null,"finish_reason":"length"}],"usage":{"prompt_tokens":%1$d,"completion_tokens":%1$d,\
            "total_tokens":2,"completion_tokens_details":{"reasoning_tokens":0}}}""", """
            {
              "id": "cmpl-%1$d",
              "object": "text_completion",
              "created": %1$d,
              "choices": [
                {
                  "text": "\\n%1$d",
                  "index": 1,
                  "logprobs": null
                },
                {
                  "text": "%1$d",
                  "index": 0,
                  "logprobs": null
                }
              ],
              "usage": {
                "prompt_tokens": %1$d
              }
            }
            """, """
            {"choices":[{"index":0,"text":"%1$d","logprobs":{"tokens":["a","b"],"token_logprobs":[-0.5,-%1$d.5],\
            "text_offset":[0,1],"top_logprobs":[{"a":-0.5},{"b":-1}]},"finish_reason":null,"token_ids":[1,%1$d]}],\
            "kv_transfer_params":null}
            """, """
            {"choices":[{"text":"%1$d","index":0}],"usage":null,"timings":{"predicted_ms":%1$d.25}}""");

    private static CompletionRequest request(int n) {
        return CompletionRequest.builder().model("m").prompt("p").n(n).build();
    }

    static List<String> bodies() {
        return BODIES;
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void readsACompletionWithTheShapeOfAnEarlierOne(String body) {
        byte[] first = body.formatted(1).getBytes(UTF_8);
        byte[] second = body.formatted(2).getBytes(UTF_8);

        assertThat(isPredicted(first)).isFalse();
        assertThat(decoded(client, first)).isEqualTo(parsed(first));
        assertThat(isPredicted(second)).isTrue();
        assertThat(decoded(client, second)).isEqualTo(parsed(second));
    }

    @Test
    void readsCompletionsOfSeveralServers() {
        for (String body : BODIES) {
            decoded(client, body.formatted(1).getBytes(UTF_8));
        }

        assertThat(BODIES).allMatch(body -> isPredicted(body.formatted(2).getBytes(UTF_8)));
    }

    @Test
    void returnsChoicesInTheOrderOfTheirIndexes() {
        for (int i = 0; i < 2; i++) {
            Outcome outcome = decoded(client, BODIES.get(1).formatted(i).getBytes(UTF_8));

            assertThat(Objects.requireNonNull(outcome.completion()).choices())
                    .extracting(Choice::index)
                    .containsExactly(0, 1);
        }
    }

    @Test
    void checksTheChoicesForEachRequest() {
        String choice = "{\"index\":%d,\"text\":\"a\"}";
        refusesLater("{\"choices\":[" + choice.formatted(150) + "]}", request(200), request(1));
        refusesLater("{\"choices\":[{\"text\":\"a\"}]}", request(1), request(2));
        String many = IntStream.range(0, 130).mapToObj(choice::formatted).collect(Collectors.joining(","));
        refusesLater("{\"choices\":[" + many + "]}", request(130), request(1));
    }

    private void refusesLater(String json, CompletionRequest earlier, CompletionRequest later) {
        byte[] body = json.getBytes(UTF_8);
        assertThat(decoded(client.ofWhole(earlier), body).completion()).isNotNull();

        assertThat(decoded(client.ofWhole(later), body).malformed()).isNotNull();
    }

    @Test
    void learnsLessFromCompletionsThatCannotBeRead() {
        String unreadable = "{\"choices\":[{\"text\":\"a\",\"index\":%d.0}]}";
        for (int i = 0; i < 40; i++) {
            byte[] body = unreadable.formatted(i % 2).getBytes(UTF_8);
            assertThat(decoded(client, body)).isEqualTo(parsed(body));
            assertThat(isPredicted(body)).isFalse();
        }
        byte[] readable = BODIES.get(0).formatted(1).getBytes(UTF_8);
        int needed = 0;
        while (!isPredicted(readable)) {
            decoded(client, readable);
            needed++;
        }

        assertThat(needed).isGreaterThan(1);
    }

    @Test
    void keepsUsefulShapes() {
        byte[] usual = BODIES.get(0).formatted(1).getBytes(UTF_8);
        decoded(client, usual);
        decoded(client, usual);
        for (int i = 0; i < 100; i++) {
            // What costs differs from call to call, and is not in a hole.
            decoded(
                    client,
                    "{\"choices\":[{\"index\":0,\"text\":\"a\"}],\"usage\":{\"cost\":%d}}"
                            .formatted(i)
                            .getBytes(UTF_8));
        }

        assertThat(isPredicted(usual)).isTrue();
    }

    @Test
    void learnsNothingFromLongBodies() {
        byte[] body = BODIES.get(3)
                .formatted(1)
                .replace("\"1\"", '"' + "x".repeat(100_000) + '"')
                .getBytes(UTF_8);
        decoded(client, body);

        assertThat(isPredicted(body)).isFalse();
    }

    @Test
    void retainsNoBody() {
        decoded(client, BODIES.get(2).formatted(1).getBytes(UTF_8));

        assertCollected(read(BODIES.get(2).formatted(2).getBytes(UTF_8)));
    }

    /** Reads a body by its shape, and returns a reference to its memory. */
    private WeakReference<byte[]> read(byte[] json) {
        byte[] body = PaddedBytes.padded(json);
        assertThat(isPredicted(json)).isTrue();
        assertThat(client.ofWhole(REQUEST).read(body, json.length)).isNull();
        return new WeakReference<>(body);
    }

    @Test
    void retainsNoValuesOfTheCompletionThatItLearnedFrom() {
        WeakReference<String> model = learnedModel();

        assertThat(isPredicted(BODIES.get(0).formatted(2).getBytes(UTF_8))).isTrue();
        assertCollected(model);
    }

    private WeakReference<String> learnedModel() {
        Outcome outcome = decoded(client, BODIES.get(0).formatted(1).getBytes(UTF_8));
        return new WeakReference<>(Objects.requireNonNull(outcome.completion()).model());
    }

    private void assertCollected(WeakReference<?> reference) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (reference.get() != null && System.nanoTime() < deadline) {
            System.gc();
            Thread.onSpinWait();
        }
        try {
            assertThat(reference.get()).isNull();
        } finally {
            Reference.reachabilityFence(client);
        }
    }

    @Test
    void doesNotKeepAScannerThatHasReadALongText() {
        byte[] body = PaddedBytes.padded(new byte[100_000]);
        ChunkScanner scanner = client.resources().takeScanner();
        scanner.json().start(body, 0, 1000);
        client.resources().giveBack(scanner);
        assertThat(client.resources().takeScanner()).isSameAs(scanner);
        scanner.json().start(body, 0, 100_000);
        client.resources().giveBack(scanner);

        assertThat(client.resources().takeScanner()).isNotSameAs(scanner);
    }

    @Test
    void decodesOnSeveralThreads() {
        boolean agree = IntStream.range(0, 2_000).parallel().allMatch(i -> {
            byte[] body = BODIES.get(i % BODIES.size()).formatted(i).getBytes(UTF_8);
            return decoded(client, body).equals(parsed(body));
        });

        assertThat(agree).isTrue();
    }

    @Test
    void agreesWithTheParserOnTheBodiesOfServers() {
        Random random = new Random(11);
        int predicted = 0;
        for (int i = 0; i < CLIENTS; i++) {
            ClientDecoders decoders = new ClientDecoders();
            List<IntFunction<String>> forms = new SampleChunks(random, 4 << random.nextInt(8)).forms();
            IntFunction<String> form = forms.get(random.nextInt(forms.size()));
            for (int token = 0; token < RESPONSES; token++) {
                byte[] body = RawBytes.of(form.apply(token));
                predicted += isPredicted(decoders, body) ? 1 : 0;
                agrees(decoders, random.nextInt(4) == 0 ? ChunkDecoderTest.mutated(body, random) : body);
            }
        }

        assertThat(predicted).isGreaterThan(CLIENTS * RESPONSES / 4);
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void agreesWithTheParserOnTheEndOfABody(String form) {
        byte[] body = form.formatted(1).getBytes(UTF_8);
        agrees(client, body);
        for (int length = 0; length < body.length; length++) {
            agrees(client, Arrays.copyOf(body, length));
        }
        for (String after : List.of("\n", " ", "{", "}", ",", "\u0000")) {
            agrees(client, (form.formatted(1) + after).getBytes(UTF_8));
        }
        for (String before : List.of("\n", " ", "{", "\uFEFF", "\u0000")) {
            agrees(client, (before + form.formatted(1)).getBytes(UTF_8));
        }
    }

    private static void agrees(ClientDecoders decoders, byte[] body) {
        assertThat(decoded(decoders, body)).as(() -> new String(body, UTF_8)).isEqualTo(parsed(body));
    }

    private boolean isPredicted(byte[] body) {
        return isPredicted(client, body);
    }

    private static boolean isPredicted(ClientDecoders decoders, byte[] body) {
        ChunkScanner scanner = new ChunkScanner(new ShortTexts());
        scanner.json().start(PaddedBytes.padded(body), 0, body.length);
        return decoders.resources().completionShapes().read(scanner, ChoiceBounds.of(REQUEST)) != null;
    }

    /** Decodes like a client that has received nothing else. */
    private static Outcome parsed(byte[] body) {
        return decoded(new ClientDecoders(), body);
    }

    private static Outcome decoded(ClientDecoders decoders, byte[] body) {
        return decoded(decoders.ofWhole(REQUEST), body);
    }

    private static Outcome decoded(CompletionDecoder decoder, byte[] body) {
        try {
            ApiError error = decoder.read(PaddedBytes.padded(body), body.length);
            return new Outcome(error == null ? decoder.completion(ResponseInfo.unknown()) : null, error, null);
        } catch (MalformedJsonException e) {
            return new Outcome(null, null, String.valueOf(e.getMessage()));
        }
    }

    private record Outcome(
            @Nullable Completion completion,
            @Nullable ApiError error,
            @Nullable String malformed) {}
}
