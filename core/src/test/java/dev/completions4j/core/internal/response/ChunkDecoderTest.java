// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.ApiException.ApiError;
import dev.completions4j.CompletionChunk;
import dev.completions4j.CompletionRequest;
import dev.completions4j.ResponseInfo;
import dev.completions4j.core.internal.json.PaddedBytes;
import dev.completions4j.core.internal.json.RawBytes;
import dev.completions4j.core.internal.json.UsedMemory;
import dev.completions4j.transport.HttpHeaders;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies that predicted and parsed chunks are equal. */
class ChunkDecoderTest {

    private static final int STREAMS = 3_000;
    private static final int EVENTS = 20;

    private static final CompletionRequest REQUEST =
            CompletionRequest.builder().model("m").prompt("p").n(2).build();

    private final ChunkDecoder decoder = newDecoder();
    private final ChunkDecoder parser = newDecoder();

    /** Events as servers send them, with a placeholder for the text. */
    private static final List<String> SHAPES = List.of("""
            {"id":"cmpl-1","object":"text_completion","created":1,"choices":[{"text":"%s","index":0,"logprobs":null,\
            "finish_reason":null}],"model":"m","system_fingerprint":"fp"}""", """
            {"id":"cmpl-1","object":"text_completion","created":1,"model":"m","choices":[{"index":1,"text":"%s",\
            "logprobs":null,"finish_reason":null,"stop_reason":null}],"usage":null}""", """
            {"choices":[{"text":"%s","index":0}],"obfuscation":"text\\":\\"x"}""", """
            {"choices":[{"text":"%s","index":0,"nested":{"text":"inner"}},{"text":"b","index":1}]}""", """
            {"text":"outer","choices":[{"nested":{"text":"inner"},"text":"%s","index":0}]}""", """
             { "choices" : [ { "text" : "%s" , "index" : 0 , "finish_reason" : "stop" } ] , "usage" : \
            {"prompt_tokens":1,"completion_tokens":2,"total_tokens":3} }\s""", """
            {"error":{"message":"%s"}}""");

    /** What must not be read as the rest of the event before it. */
    private static final List<String> FOLLOWING = List.of(
            ",1,1,1", "   ", "11111111111", "\"}],", "}]}", ":", "null", "[[[[", "data: {\"choices\":[{\"text\":\"");

    private static final List<String> TEXTS = List.of(
            "",
            " the",
            "x",
            "\\n",
            "a\\tb\\\\c\\/d\\\"e\\b\\f\\r",
            "\\u00e9\\u4e2d",
            "\\ud83d\\ude00",
            "\\ud83d",
            "\\ude00 late",
            "é中😀",
            "\uFFFD",
            "\uE0E4",
            "\uE0E4\uE0BF",
            "\uE0AE",
            "\uE0BF\uE0AEx\uE0F0\uE09F",
            "\uE0ED\uE0A0\uE0BD",
            "{\\\"choices\\\":[]}",
            "\\",
            "\\\\",
            "\\\\\\",
            "\\x",
            "\\u12",
            "\"",
            "a\"b",
            "\",\"index\":1,\"text\":\"twice",
            "\",\"index\":0},{\"index\":1,\"text\":\"another",
            "\n",
            "\u0000",
            "\u001f\u007f",
            "x".repeat(3000));

    @Test
    void reusesUnchangedValues() {
        CompletionChunk first = read(SHAPES.get(0).formatted("a"));
        CompletionChunk second = read(SHAPES.get(0).formatted("b\\n"));

        assertThat(second.text()).isEqualTo("b\n");
        assertThat(second.id()).isSameAs(first.id());
        assertThat(second.model()).isSameAs(first.model());
        assertThat(second.systemFingerprint()).isSameAs(first.systemFingerprint());
    }

    @Test
    void sharesValuesWithEarlierStreams() {
        ClientDecoders client = new ClientDecoders();
        String json = SHAPES.get(0).formatted("a");
        CompletionChunk first = read(newDecoder(client), json);
        ChunkDecoder later = newDecoder(client);
        String another = json.replace("cmpl-1", "cmpl-another").replace("\"created\":1", "\"created\":22");
        CompletionChunk parsed = read(later, another);
        CompletionChunk second = read(later, another.replace("\"a\"", "\"b\""));

        assertThat(second.id()).isSameAs(parsed.id()).isEqualTo("cmpl-another");
        assertThat(second.created()).isEqualTo(22);
        assertThat(second.text()).isEqualTo("b");
        assertThat(second.model()).isSameAs(first.model());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void predictsTheFirstChunkOfALaterStream(int shape) {
        ClientDecoders client = new ClientDecoders();
        String json = SHAPES.get(shape).formatted("a");
        CompletionChunk first = read(newDecoder(client), json);
        ChunkDecoder later = newDecoder(client);
        String another = json.replace("cmpl-1", "cmpl-another").replace("\"created\":1", "\"created\":22");
        CompletionChunk predicted = Objects.requireNonNull(later.next(event(another.getBytes(UTF_8))), "not predicted");

        assertThat(predicted).isEqualTo(read(newDecoder(), another));
        assertThat(predicted.model()).isSameAs(first.model());
        assertThat(Objects.requireNonNull(later.next(event(another.getBytes(UTF_8))))
                        .id())
                .isSameAs(predicted.id());
    }

    @Test
    void checksTheChoicesOfAKnownShapeForEachRequest() {
        String choice = "{\"index\":%d,\"text\":\"a\"}";
        refusesLater("{\"choices\":[" + choice.formatted(150) + "]}", request(200), request(1));
        refusesLater("{\"choices\":[{\"text\":\"a\"}]}", request(1), request(2));
        String many = IntStream.range(0, 130).mapToObj(choice::formatted).collect(Collectors.joining(","));
        refusesLater("{\"choices\":[" + many + "]}", request(130), request(1));
    }

    private static CompletionRequest request(int n) {
        return CompletionRequest.builder().model("m").prompt("p").n(n).build();
    }

    /** Verifies that a chunk is refused if a stream for which it was valid has made its shape known. */
    private static void refusesLater(String json, CompletionRequest earlier, CompletionRequest later) {
        byte[] chunk = json.getBytes(UTF_8);
        ClientDecoders client = new ClientDecoders();
        ChunkDecoder first = client.of(earlier).ofChunks(ResponseInfo.unknown());
        assertThat(decode(first, chunk).chunk()).isNotNull();
        assertThat(first.next(event(chunk))).isNotNull();

        assertThat(decode(client.of(later).ofChunks(ResponseInfo.unknown()), chunk)
                        .malformed())
                .isNotNull();
    }

    @Test
    void forgetsNothingWhenAChoiceEnds() {
        String form = "{\"id\":\"x\",\"choices\":[{\"index\":0,\"text\":\"a\",\"finish_reason\":%s}]}";
        CompletionChunk first = read(form.formatted("null"));
        read(form.formatted("\"stop\""));
        CompletionChunk next =
                Objects.requireNonNull(decoder.next(event(form.formatted("null").getBytes(UTF_8))), "not predicted");

        assertThat(next).isEqualTo(first);
    }

    @Test
    void sharesWhatEarlierStreamsHaveLearned() {
        ClientDecoders client = new ClientDecoders();
        ChunkDecoder earlier = newDecoder(client);
        String form = "{\"id\":\"%s\",\"choices\":[{\"index\":%d,\"text\":\"a\"}]}";
        for (int index = 0; index < 4; index++) {
            read(earlier, form.formatted("x", index));
        }
        ChunkDecoder later = newDecoder(client);
        read(later, form.formatted("y", 0));
        read(later, form.formatted("y", 1));

        CompletionChunk predicted =
                Objects.requireNonNull(later.next(event(form.formatted("y", 3).getBytes(UTF_8))), "not predicted");
        assertThat(predicted.id()).isEqualTo("y");
        assertThat(predicted.choices().get(0).index()).isEqualTo(3);
        assertThat(predicted.choices().get(0).promptIndex()).isEqualTo(1);
    }

    @Test
    void keepsTheResponseOfEachStream() {
        ClientDecoders client = new ClientDecoders();
        read(newDecoder(client), SHAPES.get(0).formatted("a"));
        ResponseInfo response = new ResponseInfo(200, "HTTP/1.1", HttpHeaders.empty(), List.of());
        ChunkDecoder later = client.of(REQUEST).ofChunks(response);
        read(later, SHAPES.get(0).formatted("a"));

        assertThat(read(later, SHAPES.get(0).formatted("b")).response()).isSameAs(response);
    }

    @Test
    void readsOnAfterARest() {
        CompletionChunk first = read(SHAPES.get(0).formatted("a"));
        decoder.rest();
        CompletionChunk second = read(SHAPES.get(0).formatted("b"));

        assertThat(second.id()).isSameAs(first.id());
        assertThat(second.text()).isEqualTo("b");
    }

    @Test
    void derivesAllChoicesFromOne() {
        read("{\"id\":\"x\",\"choices\":[{\"index\":0,\"text\":\"a\"}]}");
        read("{\"id\":\"x\",\"choices\":[{\"index\":1,\"text\":\"a\"}]}");
        CompletionChunk third = read("{\"id\":\"x\",\"choices\":[{\"index\":2,\"text\":\"a\"}]}");
        for (int index = 127; index >= 0; index--) {
            CompletionChunk next = read("{\"id\":\"x\",\"choices\":[{\"index\":" + index + ",\"text\":\"b\"}]}");

            assertThat(next.id()).isSameAs(third.id());
            assertThat(next.choices().get(0).index()).isEqualTo(index);
            assertThat(next.choices().get(0).promptIndex()).isEqualTo(index / 2);
        }
    }

    @Test
    void keepsWhatChangedOnlyOnce() {
        read("{\"id\":\"\",\"choices\":[{\"index\":0,\"text\":\"\"}]}");
        CompletionChunk second = read("{\"id\":\"x\",\"choices\":[{\"index\":0,\"text\":\"a\"}]}");
        CompletionChunk third = read("{\"id\":\"x\",\"choices\":[{\"index\":0,\"text\":\"b\"}]}");

        assertThat(third.id()).isSameAs(second.id());
    }

    @Test
    void learnsAfterManyChunksThatCannotBePredicted() {
        for (int i = 0; i < 1000; i++) {
            read("{\"id\":\"x\",\"p" + i + "\":0,\"choices\":[{\"index\":0,\"text\":\"a\"}]}");
        }
        CompletionChunk last = null;
        for (int i = 0; i < 33; i++) {
            last = read("{\"id\":\"x\",\"choices\":[{\"index\":0,\"text\":\"" + i + "\"}]}");
        }
        CompletionChunk next = read("{\"id\":\"x\",\"choices\":[{\"index\":0,\"text\":\"b\"}]}");

        assertThat(next.id()).isSameAs(Objects.requireNonNull(last).id());
        assertThat(next.text()).isEqualTo("b");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void predictsTheChunksOfRealServers(int form) {
        IntFunction<String> chunks =
                new SampleChunks(new Random(1), Integer.MAX_VALUE).forms().get(form);
        int predicted = 0;
        for (int token = 0; token < 200; token++) {
            byte[] json = RawBytes.of(chunks.apply(token));
            if (decoder.next(event(json)) != null) {
                predicted++;
            } else {
                decoder.read(json, json.length);
            }
        }

        assertThat(predicted).isGreaterThan(190);
    }

    private CompletionChunk read(String json) {
        return read(decoder, json);
    }

    private static CompletionChunk read(ChunkDecoder decoder, String json) {
        return Objects.requireNonNull(decode(decoder, json.getBytes(UTF_8)).chunk());
    }

    @Test
    void derivesChunksThatArrivedInSeveralBuffers() {
        CompletionChunk first = read(SHAPES.get(0).formatted("a"));
        String json = SHAPES.get(0).formatted("b".repeat(20_000));
        byte[] next = data(json.getBytes(UTF_8));
        CompletionChunk second = Objects.requireNonNull(decoder.next(next, json.length()));

        assertThat(second.text()).isEqualTo("b".repeat(20_000));
        assertThat(second.id()).isSameAs(first.id());
        assertThat(decoder.next(next, json.length() - 1)).isNull();
    }

    @Test
    void agreesWithTheParserOnEscapesAtAllPlaces() {
        for (String escape : List.of("\\n", "\\\"", "\\\\", "\\/", "\\t\\r", "\\u00e9", "\\b\u00e9", "\u6d77\\f")) {
            for (int before = 0; before < 20; before++) {
                for (int between : List.of(0, 1, 7, 8, 9, 40)) {
                    String text = "a".repeat(before) + escape + "b".repeat(between) + escape;
                    agrees(SHAPES.get(0).formatted(text).getBytes(UTF_8));
                    agrees(SHAPES.get(0).formatted(text + "c".repeat(between)).getBytes(UTF_8));
                }
            }
        }
    }

    @Test
    void readsNoBytesBeyondTheEvent() {
        read(SHAPES.get(0).formatted("a"));
        PaddedBytes input = input(("data:" + SHAPES.get(0).formatted("b") + "\n\ndata: "
                        + SHAPES.get(0).formatted("c") + "\n")
                .getBytes(UTF_8));

        assertThat(Objects.requireNonNull(decoder.next(input)).text()).isEqualTo("b");
        int rest = input.remaining();
        assertThat(decoder.next(input)).isNull();
        assertThat(input.remaining()).isEqualTo(rest);
    }

    @Test
    void parsesDataOnSeveralLines() {
        String onTwoLines = SHAPES.get(0).formatted("a").replace(",\"model\"", "\n,\"model\"");
        read(onTwoLines);

        assertThat(decoder.next(input(("data: " + onTwoLines + "\n\n").getBytes(UTF_8))))
                .isNull();
    }

    static List<String> texts() {
        return TEXTS;
    }

    @ParameterizedTest
    @MethodSource("texts")
    void agreesWithTheParserOnTexts(String text) {
        for (String shape : SHAPES) {
            agrees(shape.formatted("some").getBytes(UTF_8));
            agrees(RawBytes.of(shape.formatted(text)));
            agrees(shape.formatted("some").getBytes(UTF_8));
        }
    }

    @Test
    void agreesWithTheParserOnNearMisses() {
        Random random = new Random(8);
        ClientDecoders client = new ClientDecoders();
        for (int stream = 0; stream < STREAMS; stream++) {
            ChunkDecoder predicting = newDecoder(client);
            ChunkDecoder parsing = newDecoder();
            String shape = pick(SHAPES, random);
            for (int event = 0; event < EVENTS; event++) {
                String next = random.nextInt(8) == 0 ? pick(SHAPES, random) : shape;
                byte[] json = RawBytes.of(next.formatted(pick(TEXTS, random)));
                agree(predicting, parsing, random.nextInt(3) == 0 ? mutated(json, random) : json);
            }
        }
    }

    @Test
    void agreesWithTheParserOnTheChunksOfServers() {
        Random random = new Random(9);
        ClientDecoders client = new ClientDecoders();
        int predicted = 0;
        for (int stream = 0; stream < STREAMS; stream++) {
            ChunkDecoder predicting = newDecoder(client);
            ChunkDecoder parsing = newDecoder();
            List<IntFunction<String>> forms = new SampleChunks(random, 4 << random.nextInt(8)).forms();
            IntFunction<String> form = forms.get(random.nextInt(forms.size()));
            for (int token = 0; token < EVENTS; token++) {
                byte[] json = RawBytes.of(form.apply(token));
                predicted += predicting.next(event(json)) == null ? 0 : 1;
                agree(predicting, parsing, random.nextInt(8) == 0 ? mutated(json, random) : json);
            }
        }

        assertThat(predicted).isGreaterThan(STREAMS * EVENTS / 4);
    }

    @Test
    void failsAtTheEndOfATruncatedEvent() {
        Random random = new Random(10);
        for (IntFunction<String> form : new SampleChunks(random, 4).forms()) {
            ChunkDecoder predicting = newDecoder();
            byte[] json = RawBytes.of(form.apply(1));
            agree(predicting, parser, RawBytes.of(form.apply(0)));
            agree(predicting, parser, json);
            for (int length = 0; length < json.length; length++) {
                agree(predicting, parser, Arrays.copyOf(json, length));
            }
        }
    }

    private static String pick(List<String> values, Random random) {
        return values.get(random.nextInt(values.size()));
    }

    static byte[] mutated(byte[] json, Random random) {
        byte[] copy = json.clone();
        int place = random.nextInt(copy.length);
        return switch (random.nextInt(4)) {
            case 0 -> {
                copy[place] = (byte) random.nextInt();
                yield copy;
            }
            case 1 -> Arrays.copyOf(copy, place);
            case 2 -> {
                copy[place] = (byte) "\"\\{}[],:01a".charAt(random.nextInt(11));
                yield copy;
            }
            default -> {
                String text = new String(copy, ISO_8859_1);
                yield (text.substring(0, place) + pick(TEXTS, random) + text.substring(place)).getBytes(ISO_8859_1);
            }
        };
    }

    private void agrees(byte[] json) {
        agree(decoder, parser, json);
    }

    private static ChunkDecoder newDecoder() {
        return newDecoder(new ClientDecoders());
    }

    private static ChunkDecoder newDecoder(ClientDecoders client) {
        return client.of(REQUEST).ofChunks(ResponseInfo.unknown());
    }

    /** @param parsing receives the same events as the other decoder, but never predicts */
    private static void agree(ChunkDecoder predicting, ChunkDecoder parsing, byte[] json) {
        // Followed by other bytes, as in the buffer of an event.
        byte[] buffer = Arrays.copyOf(json, json.length + 7);
        Outcome expected = outcome(() -> parsing.read(buffer, json.length), parsing::chunk);
        Outcome actual = decode(predicting, json);

        assertThat(actual).as(() -> new String(json, UTF_8)).isEqualTo(expected);
    }

    /** Decodes like a stream: predicts, and parses if that fails. */
    private static Outcome decode(ChunkDecoder predicting, byte[] json) {
        CompletionChunk predicted = predicting.next(event(json));
        for (String following : FOLLOWING) {
            assertThat(predicting.next(eventAnd(json, following)))
                    .as("before %s", following)
                    .isEqualTo(predicted);
        }
        // As if it had arrived in several buffers.
        assertThat(predicting.next(data(json), json.length)).isEqualTo(predicted);
        return predicted == null
                ? outcome(() -> predicting.read(json, json.length), predicting::chunk)
                : new Outcome(predicted, null, null);
    }

    private static PaddedBytes event(byte[] json) {
        return eventAnd(json, "");
    }

    private static PaddedBytes eventAnd(byte[] json, String following) {
        return input(("data: " + new String(json, ISO_8859_1) + "\n\n" + following).getBytes(ISO_8859_1));
    }

    /** Returns what the decoder of events has collected. */
    private static byte[] data(byte[] json) {
        return input((new String(json, ISO_8859_1) + "\n\n").getBytes(ISO_8859_1))
                .array();
    }

    private static PaddedBytes input(byte[] bytes) {
        return UsedMemory.with(bytes);
    }

    private record Outcome(
            @Nullable CompletionChunk chunk,
            @Nullable ApiError error,
            @Nullable String malformed) {}

    private interface Reading {
        @Nullable ApiError read();
    }

    private interface Result {
        CompletionChunk chunk();
    }

    private static Outcome outcome(Reading reading, Result result) {
        try {
            ApiError error = reading.read();
            return new Outcome(error == null ? result.chunk() : null, error, null);
        } catch (MalformedJsonException e) {
            return new Outcome(null, null, String.valueOf(e.getMessage()));
        }
    }
}
