// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.completions4j.ApiException.ApiError;
import dev.completions4j.Completion;
import dev.completions4j.CompletionChunk;
import dev.completions4j.CompletionsClientException;
import dev.completions4j.MalformedResponseException;
import dev.completions4j.NetworkException;
import dev.completions4j.ResponseInfo;
import dev.completions4j.TruncatedStreamException;
import dev.completions4j.core.internal.body.Limits;
import dev.completions4j.core.internal.body.ResponseLimits;
import dev.completions4j.core.internal.error.Failures;
import dev.completions4j.core.internal.json.PaddedBytes;
import dev.completions4j.core.internal.response.ApiErrors;
import dev.completions4j.core.internal.response.ChunkDecoder;
import dev.completions4j.core.internal.response.MalformedJsonException;
import dev.completions4j.core.internal.sse.LineEnds;
import dev.completions4j.core.internal.sse.SseDecoder;
import dev.completions4j.core.internal.sse.SseLimitException;
import dev.completions4j.transport.TransportException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Decodes the chunks of a body of server-sent events, up to {@code [DONE]}. */
final class EventStreamSource implements ChunkSource {

    private static final byte[] DONE = "[DONE]".getBytes(US_ASCII);
    private static final byte[] NULL = "null".getBytes(US_ASCII);
    private static final byte[] NOTHING = {};

    private final ResponseInfo response;
    private final ChunkDecoder decoder;
    private final Failures failures;
    private final SseDecoder events = new SseDecoder(Limits.EVENT);
    private final LimitedAccumulator accumulator;
    private boolean done;

    EventStreamSource(ResponseInfo response, ChunkDecoder decoder, Failures failures, ResponseLimits limits) {
        this.response = response;
        this.decoder = decoder;
        this.failures = failures;
        this.accumulator = new LimitedAccumulator(limits);
    }

    @Override
    public boolean isEager() {
        return false;
    }

    @Override
    public boolean isDone() {
        return done;
    }

    @Override
    public CompletionsClientException cut(TransportException failure) {
        return switch (failure.kind()) {
            case TRUNCATED, RESET ->
                new TruncatedStreamException(
                        "The connection closed before the end of the stream", failure, response, completion());
            default -> new NetworkException(failure, response, completion(), response.failedAttempts());
        };
    }

    @Override
    public @Nullable Completion completion() {
        return accumulator.completion();
    }

    @Override
    public @Nullable CompletionChunk next(PaddedBytes input) {
        try {
            CompletionChunk predicted = predicted(input);
            if (predicted != null) {
                return predicted;
            }
            return isCut(input) ? null : decoded(input);
        } catch (CompletionsClientException e) {
            throw e;
        } catch (SseLimitException e) {
            throw new MalformedResponseException(
                    "The server sent an event or a comment of more than " + Limits.EVENT + " bytes",
                    e,
                    response,
                    completion());
        } catch (RuntimeException e) {
            throw malformed(MalformedJsonException.unexpected(e));
        }
    }

    /**
     * Returns whether the input is the beginning of an event's first line, or of a comment. It is left, so that the event can
     * be predicted when it is whole; longer lines are not, since what is left is copied for each buffer.
     */
    private boolean isCut(PaddedBytes input) {
        return events.isBetweenEvents() && input.remaining() <= PaddedBytes.MOST_LEFT && !LineEnds.areIn(input);
    }

    @Override
    public void rest() {
        decoder.rest();
    }

    private @Nullable CompletionChunk decoded(PaddedBytes input) {
        while (!done && events.next(input)) {
            CompletionChunk chunk = chunk();
            if (chunk != null) {
                accumulator.add(chunk);
                return chunk;
            }
        }
        return null;
    }

    /** Returns the next chunk if it can be derived from an earlier one; null if its event must be decoded. */
    private @Nullable CompletionChunk predicted(PaddedBytes input) {
        if (done || !events.isBetweenEvents() || input.remaining() > Limits.EVENT) {
            return null;
        }
        CompletionChunk chunk = decoder.next(input);
        if (chunk != null) {
            // Most of the next events will not be decoded.
            events.freeBuffers();
            accumulator.add(chunk);
        }
        return chunk;
    }

    /** Decodes an unterminated last event, which the standard discards: some servers close without a blank line. */
    @Override
    public @Nullable CompletionChunk end(PaddedBytes rest) {
        try {
            // No event ends in it.
            var unused = decoded(rest);
            return done ? null : last();
        } catch (CompletionsClientException e) {
            throw e;
        } catch (RuntimeException e) {
            throw malformed(MalformedJsonException.unexpected(e));
        }
    }

    private @Nullable CompletionChunk last() {
        CompletionChunk pending = pendingChunk();
        if (pending != null) {
            accumulator.add(pending);
        } else if (!done) {
            if (!accumulator.allChoicesFinished(decoder.prompts())) {
                throw truncated();
            }
            done = true;
        }
        return pending;
    }

    private @Nullable CompletionChunk pendingChunk() {
        try {
            return events.pendingAtEnd() ? chunk() : null;
        } catch (MalformedResponseException broken) {
            throw truncated();
        }
    }

    private TruncatedStreamException truncated() {
        return new TruncatedStreamException(
                "The stream ended without [DONE] and before every choice had a finish reason",
                null,
                response,
                completion());
    }

    /** Returns the chunk of the current event; null if the event ends the stream or has no data. */
    private @Nullable CompletionChunk chunk() {
        byte[] data = events.data();
        int length = events.dataLength();
        if (is(DONE, data, length)) {
            done = true;
            return null;
        }
        if (is(NOTHING, data, length)) {
            return null;
        }
        if (events.eventType().equals("error")) {
            throw failures.api(ApiErrors.ofErrorBody(data, length), response, completion());
        }
        if (is(NULL, data, length)) {
            // llama.cpp sends it in streams of several prompts.
            return null;
        }
        CompletionChunk derived = decoder.next(data, length);
        return derived == null ? parsed(data, length) : derived;
    }

    private CompletionChunk parsed(byte[] data, int length) {
        ApiError error;
        try {
            error = decoder.read(data, length);
        } catch (MalformedJsonException e) {
            throw malformed(e);
        }
        if (error != null) {
            throw failures.api(error, response, completion());
        }
        return decoder.chunk();
    }

    private MalformedResponseException malformed(MalformedJsonException reason) {
        int length = Math.max(0, events.dataLength());
        return failures.malformed(
                "An event of the stream is not a chunk. " + reason.getMessage(),
                events.data(),
                length,
                response,
                completion());
    }

    /** Returns whether the data is the given word, surrounded by optional white space. */
    private static boolean is(byte[] word, byte[] data, int length) {
        int from = 0;
        int to = length;
        while (from < to && data[from] <= ' ' && data[from] >= 0) {
            from++;
        }
        while (to > from && data[to - 1] <= ' ' && data[to - 1] >= 0) {
            to--;
        }
        return Arrays.equals(data, from, to, word, 0, word.length);
    }
}
