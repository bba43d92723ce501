// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.stream;

import dev.completions4j.CompletionChunk;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClientException;
import dev.completions4j.ResponseInfo;
import dev.completions4j.core.internal.body.ResponseLimits;
import dev.completions4j.core.internal.error.Failures;
import dev.completions4j.core.internal.json.PaddedBytes;
import dev.completions4j.core.internal.json.UsedMemory;
import dev.completions4j.core.internal.masking.Mask;
import dev.completions4j.core.internal.response.ChunkDecoder;
import dev.completions4j.core.internal.response.ClientDecoders;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The result of decoding a stream.
 *
 * @param failure kind and message of the failure that ended it; null if it is complete
 */
record DecodedStream(List<CompletionChunk> chunks, @Nullable String failure) {

    private static final CompletionRequest REQUEST =
            CompletionRequest.builder().model("m").prompt("p").n(2).build();

    /** Decodes byte by byte, and parses every event. */
    static DecodedStream parsed(byte[] stream) {
        return decode(stream, from -> 1, decoder(new ClientDecoders(), 0));
    }

    /**
     * Decodes in pieces.
     *
     * @param pieceLengths the length of the piece that starts at an offset
     */
    static DecodedStream decode(byte[] stream, IntUnaryOperator pieceLengths) {
        return decode(stream, pieceLengths, decoder(new ClientDecoders(), 16 * 1024));
    }

    /** Decodes with the shapes of an earlier stream. */
    static DecodedStream decodeAfter(byte[] earlier, byte[] stream, IntUnaryOperator pieceLengths) {
        ClientDecoders client = new ClientDecoders();
        decode(earlier, pieceLengths, decoder(client, 16 * 1024));
        return decode(stream, pieceLengths, decoder(client, 16 * 1024));
    }

    private static ChunkDecoder decoder(ClientDecoders client, int maxTemplate) {
        return client.of(REQUEST).ofChunks(ResponseInfo.unknown(), maxTemplate);
    }

    private static DecodedStream decode(byte[] stream, IntUnaryOperator pieceLengths, ChunkDecoder decoder) {
        EventStreamSource source = new EventStreamSource(
                ResponseInfo.unknown(), decoder, new Failures(Mask.of(List::of)), ResponseLimits.defaults());
        List<CompletionChunk> chunks = new ArrayList<>();
        try {
            PaddedBytes input = new PaddedBytes(0);
            int length;
            for (int from = 0; from < stream.length && !source.isDone(); from += length) {
                length = Math.min(pieceLengths.applyAsInt(from), stream.length - from);
                int left = input.remaining();
                input = UsedMemory.with(stream, from - left, left + length);
                addAll(source, input, chunks);
            }
            for (CompletionChunk last = source.end(input); last != null; last = source.end(input)) {
                chunks.add(last);
            }
            return new DecodedStream(chunks, null);
        } catch (CompletionsClientException e) {
            return new DecodedStream(chunks, e.toString());
        }
    }

    private static void addAll(EventStreamSource source, PaddedBytes input, List<CompletionChunk> chunks) {
        for (CompletionChunk chunk = source.next(input); chunk != null; chunk = source.next(input)) {
            chunks.add(chunk);
        }
    }
}
