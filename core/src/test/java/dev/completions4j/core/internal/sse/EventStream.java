// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.sse;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.completions4j.core.internal.json.PaddedBytes;
import dev.completions4j.core.internal.json.UsedMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a decoder reads from a stream.
 *
 * @param pending the block without a terminating blank line, if it has data
 * @param reconnectionTime in milliseconds; -1 if there is none
 */
record EventStream(List<Event> events, @Nullable Event pending, String lastEventId, long reconnectionTime) {

    record Event(String type, String data, String lastEventId) {}

    /** Decodes a stream with {@link SseDecoder} in pieces. */
    static EventStream decode(byte[] stream, IntSupplier pieceLengths) {
        SseDecoder decoder = new SseDecoder(Integer.MAX_VALUE);
        List<Event> events = new ArrayList<>();
        int length;
        for (int from = 0; from < stream.length; from += length) {
            length = Math.min(pieceLengths.getAsInt(), stream.length - from);
            PaddedBytes input = UsedMemory.with(stream, from, length);
            while (decoder.next(input)) {
                events.add(event(decoder));
            }
            if (input.hasRemaining()) {
                throw new AssertionError(input.remaining() + " bytes were left in the input");
            }
        }
        Event pending = decoder.pendingAtEnd() ? event(decoder) : null;
        return new EventStream(events, pending, decoder.lastEventId(), decoder.reconnectionTime());
    }

    private static Event event(SseDecoder decoder) {
        return new Event(
                decoder.eventType(), new String(decoder.data(), 0, decoder.dataLength(), UTF_8), decoder.lastEventId());
    }
}
