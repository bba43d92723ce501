// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.core.internal.json.PaddedBytes;
import dev.completions4j.core.internal.sse.EventStream.Event;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SseDecoderTest {

    private record Case(String name, String stream, List<Event> events, long reconnectionTime) {
        byte[] bytes() {
            return stream.getBytes(UTF_8);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Cases of whole streams, without those that are rejected by their content type, which the client checks. */
    static Stream<Case> cases() throws IOException {
        try (InputStream in = Objects.requireNonNull(SseDecoderTest.class.getResourceAsStream("event-streams.json"))) {
            List<Case> cases = new ArrayList<>();
            for (JsonNode node : JsonMapper.shared().readTree(in)) {
                if (!node.path("refused").asBoolean(false)) {
                    cases.add(read(node));
                }
            }
            return cases.stream();
        }
    }

    private static Case read(JsonNode node) {
        List<Event> events = new ArrayList<>();
        for (JsonNode event : node.get("events")) {
            events.add(new Event(
                    event.get("type").asString(),
                    event.get("data").asString(),
                    event.get("lastEventId").asString()));
        }
        return new Case(
                node.get("name").asString(),
                node.get("stream").asString(),
                events,
                node.path("reconnectionTime").asLong(-1));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void decodesAStreamInOnePiece(Case whole) {
        SseDecoder decoder = decoder();

        assertThat(decode(decoder, bytes(whole.bytes()))).isEqualTo(whole.events);
        assertThat(decoder.reconnectionTime()).isEqualTo(whole.reconnectionTime);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void decodesAStreamByteByByte(Case whole) {
        SseDecoder decoder = decoder();
        List<Event> events = new ArrayList<>();
        for (byte b : whole.bytes()) {
            events.addAll(decode(decoder, bytes(new byte[] {b})));
        }

        assertThat(events).isEqualTo(whole.events);
        assertThat(decoder.reconnectionTime()).isEqualTo(whole.reconnectionTime);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void decodesAStreamAtEverySplitInTwo(Case whole) {
        byte[] stream = whole.bytes();
        for (int split = 0; split <= stream.length; split++) {
            SseDecoder decoder = decoder();
            List<Event> events = decode(decoder, bytes(Arrays.copyOf(stream, split)));
            events.addAll(decode(decoder, bytes(Arrays.copyOfRange(stream, split, stream.length))));

            assertThat(events).as("split at %d", split).isEqualTo(whole.events);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theReferenceDecoderAgrees(Case whole) {
        EventStream stream = ReferenceDecoder.decode(whole.bytes());

        assertThat(stream.events()).isEqualTo(whole.events);
        assertThat(stream.reconnectionTime()).isEqualTo(whole.reconnectionTime);
    }

    @Test
    void ignoresReconnectionTimesBeyondLong() {
        SseDecoder decoder = decoder();

        decode(decoder, bytes("retry: 999999999999999999\n"));
        assertThat(decoder.reconnectionTime()).isEqualTo(999_999_999_999_999_999L);
        decode(decoder, bytes("retry: 1000000000000000000\n"));
        assertThat(decoder.reconnectionTime()).isEqualTo(999_999_999_999_999_999L);
        decode(decoder, bytes("retry: 00000000000000000001000\n"));
        assertThat(decoder.reconnectionTime()).isEqualTo(1000);
    }

    @Test
    void leavesBytesAfterAnEventInTheInput() {
        PaddedBytes input = bytes("data: 1\n\ndata: 2\n\n");
        SseDecoder decoder = decoder();

        assertThat(decoder.next(input)).isTrue();
        assertThat(input.remaining()).isEqualTo("data: 2\n\n".length());
    }

    @Test
    void providesThePendingBlockAtTheEnd() {
        SseDecoder decoder = decoder();
        assertThat(decode(decoder, bytes("data: 1\n\ndata: [DO"))).hasSize(1);
        assertThat(decode(decoder, bytes("NE]"))).isEmpty();

        assertThat(decoder.pendingAtEnd()).isTrue();
        assertThat(data(decoder)).isEqualTo("[DONE]");
    }

    @Test
    void hasNoPendingBlockAfterABlankLine() {
        SseDecoder decoder = decoder();
        assertThat(decode(decoder, bytes("data: 1\n\n: comment"))).hasSize(1);

        assertThat(decoder.pendingAtEnd()).isFalse();
    }

    private static SseDecoder decoder() {
        return new SseDecoder(8 * 1024);
    }

    private static PaddedBytes bytes(String text) {
        return bytes(text.getBytes(UTF_8));
    }

    private static PaddedBytes bytes(byte[] bytes) {
        return PaddedBytes.copyOf(ByteBuffer.wrap(bytes));
    }

    private static String data(SseDecoder decoder) {
        return new String(decoder.data(), 0, decoder.dataLength(), UTF_8);
    }

    private static List<Event> decode(SseDecoder decoder, PaddedBytes input) {
        List<Event> events = new ArrayList<>();
        while (decoder.next(input)) {
            events.add(new Event(decoder.eventType(), data(decoder), decoder.lastEventId()));
        }
        return events;
    }
}
