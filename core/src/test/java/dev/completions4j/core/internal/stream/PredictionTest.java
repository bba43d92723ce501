// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.CompletionChunk;
import dev.completions4j.core.internal.json.RawBytes;
import dev.completions4j.core.internal.response.SampleChunks;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies that predicted and parsed streams are equal. */
class PredictionTest {

    private static final int STREAMS = 200;

    private static final List<String> CHUNKS = List.of(
            "{\"id\":\"c\",\"choices\":[{\"text\":\"%s\",\"index\":0,\"finish_reason\":null}]}",
            "{\"id\":\"c\",\"choices\":[{\"text\":\"%s\",\"index\":1,\"finish_reason\":null}]}",
            "{\"id\":\"c\",\"choices\":[{\"index\":0,\"text\":\"%s\"}],\"usage\":null}",
            "{\"id\":\"d\",\"choices\":[{\"text\":\"%s\",\"index\":0,\"finish_reason\":\"stop\"}]}");

    private static final List<String> TEXTS = List.of(
            " the",
            "",
            "\\n",
            "\\\\",
            "\\u00e9",
            "é中😀",
            "\",\"index\":7,\"x\":\"",
            "x".repeat(63),
            "y".repeat(64),
            "z".repeat(65) + "\\\"",
            "long ".repeat(60),
            "lang é".repeat(60),
            "l\\n".repeat(200),
            "z".repeat(300) + "\u001f",
            "1234567\u001f",
            "\\é",
            "é\\té",
            "\n",
            "\ndata: ",
            "\\",
            "\u0000",
            "a\uE0E4\uE0BF",
            "\uE0AEb",
            "\uE0F0",
            "\uE09F\uE098",
            "\uE080",
            "\uE0C0\uE0AF");

    /** Data that may surround the data of an event. */
    private static final List<String> FRAMES = List.of(
            "data: %s\n\n",
            "data: %s\n\n",
            "data: %s\n\n",
            "data:%s\n\n",
            "data:  %s\n\n",
            "data: %s\r\n\r\n",
            "data: %s\r\n\n",
            "data: %s\n\r\n",
            "data: %s\n: comment\n\n",
            ": comment\ndata: %s\n\n",
            "id: 1\ndata: %s\n\n",
            "event: completion\ndata: %s\n\n",
            "event: error\ndata: %s\n\n",
            "data\ndata: %s\n\n",
            "data: %s\ndata:\n\n",
            "data: %s\ndata:\ndata:\n\n",
            "data: %s\ndata:\ndata:\ndata: x\n\n",
            "event: error\n\ndata: %s\n\n",
            "\uFEFFdata: %s\n\n",
            "data: %s\n");

    /** A predicted chunk shares the texts that do not change with the chunk before. */
    @ParameterizedTest
    @ValueSource(strings = {"\n\n", "\r\n\r\n"})
    void predictsAllButTheFirstChunkWhicheverTheLineEnds(String end) {
        String event = "data: " + CHUNKS.get(0).formatted("a") + end;
        byte[] stream = event.repeat(10).getBytes(UTF_8);
        for (int atOnce : List.of(1, 10)) {
            List<CompletionChunk> chunks = DecodedStream.decode(stream, from -> atOnce * event.length())
                    .chunks();

            assertThat(chunks).hasSize(10);
            assertThat(chunks.subList(2, 10))
                    .allSatisfy(chunk ->
                            assertThat(chunk.id()).isSameAs(chunks.get(1).id()));
        }
    }

    @RepeatedTest(20)
    void agreesWithTheParserOnNearMisses(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        for (int i = 0; i < STREAMS; i++) {
            byte[] stream = stream(random);

            assertThat(DecodedStream.decode(stream, from -> pieceLength(stream, from, random)))
                    .as(() -> new String(stream, UTF_8))
                    .isEqualTo(DecodedStream.parsed(stream));
        }
    }

    @RepeatedTest(20)
    void agreesWithTheParserOnTheChunksOfServers(RepetitionInfo repetition) {
        Random random = new Random(100 + repetition.getCurrentRepetition());
        for (int i = 0; i < STREAMS; i++) {
            int form = random.nextInt(new SampleChunks(random, 4).forms().size());
            byte[] earlier = streamOfServer(form, random);
            byte[] stream = streamOfServer(form, random);
            DecodedStream parsed = DecodedStream.parsed(stream);

            assertThat(DecodedStream.decode(stream, from -> pieceLength(stream, from, random)))
                    .as(() -> new String(stream, UTF_8))
                    .isEqualTo(parsed);
            int pieceLength = 1 + random.nextInt(1000);
            assertThat(DecodedStream.decodeAfter(earlier, stream, from -> pieceLength))
                    .as(() -> new String(stream, UTF_8))
                    .isEqualTo(parsed);
        }
    }

    private static byte[] streamOfServer(int form, Random random) {
        IntFunction<String> chunks =
                new SampleChunks(random, 4 << random.nextInt(8)).forms().get(form);
        ByteArrayOutputStream events = new ByteArrayOutputStream();
        for (int token = 0; token < 12; token++) {
            byte[] event = RawBytes.of(FRAMES.get(0).formatted(chunks.apply(token)));
            events.writeBytes(random.nextInt(12) == 0 ? mutated(event, random) : event);
        }
        return events.toByteArray();
    }

    /** Mostly events of one shape and frame, with a few others and a few corrupted bytes. */
    private static byte[] stream(Random random) {
        String chunk = pick(CHUNKS, random);
        String frame = pick(FRAMES, random);
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (int i = 0; i < 12; i++) {
            String json = (random.nextInt(5) == 0 ? pick(CHUNKS, random) : chunk).formatted(pick(TEXTS, random));
            byte[] event = RawBytes.of((random.nextInt(5) == 0 ? pick(FRAMES, random) : frame).formatted(json));
            stream.writeBytes(random.nextInt(8) == 0 ? mutated(event, random) : event);
        }
        return stream.toByteArray();
    }

    /** Returns a length up to the end of a line, where pending data is visible, or up to any byte. */
    private static int pieceLength(byte[] stream, int from, Random random) {
        if (random.nextBoolean()) {
            return 1 + random.nextInt(400);
        }
        int end = from;
        while (end < stream.length && stream[end] != '\n') {
            end++;
        }
        return end + 1 - from;
    }

    private static byte[] mutated(byte[] event, Random random) {
        int place = random.nextInt(event.length);
        if (random.nextBoolean()) {
            event[place] = (byte) "\"\\{}[],:\n\r d0".charAt(random.nextInt(13));
            return event;
        }
        String text = new String(event, ISO_8859_1);
        return (text.substring(0, place) + text.substring(Math.min(text.length(), place + 1 + random.nextInt(3))))
                .getBytes(ISO_8859_1);
    }

    private static <T> T pick(List<T> values, Random random) {
        return values.get(random.nextInt(values.size()));
    }
}
