// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.completions4j.Completion;
import dev.completions4j.CompletionChunk;
import dev.completions4j.CompletionsClientException;
import dev.completions4j.NetworkException;
import dev.completions4j.ResponseInfo;
import dev.completions4j.core.internal.json.PaddedBytes;
import dev.completions4j.transport.TransportException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a body whose declared type is so general that it may be an event stream: it is one if it begins with a field
 * or a comment (WHATWG HTML, section 9.2.5).
 */
final class SniffingSource implements ChunkSource {

    private static final List<String> BEGINNINGS = List.of(":", "data:", "event:", "id:", "retry:");
    /** A body with more white space before its first character is none. */
    private static final int LONGEST = 64;

    private static final String BYTE_ORDER_MARK = "\u00EF\u00BB\u00BF";

    private final ResponseInfo response;
    private final Supplier<ChunkSource> eventStream;
    private final Supplier<ChunkSource> wholeBody;
    private final ByteArrayOutputStream beginning = new ByteArrayOutputStream();
    /** Null until enough has arrived. */
    private @Nullable ChunkSource source;

    SniffingSource(ResponseInfo response, Supplier<ChunkSource> eventStream, Supplier<ChunkSource> wholeBody) {
        this.response = response;
        this.eventStream = eventStream;
        this.wholeBody = wholeBody;
    }

    @Override
    public boolean isEager() {
        return source == null || source.isEager();
    }

    @Override
    public @Nullable CompletionChunk next(PaddedBytes input) {
        while (source == null && input.hasRemaining()) {
            beginning.write(input.next());
            detect();
        }
        return source == null ? null : source.next(input);
    }

    private void detect() {
        String text = beginning.toString(ISO_8859_1);
        String first = (text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text).strip();
        if (BEGINNINGS.stream().anyMatch(first::startsWith)) {
            // White space would become part of the field's name.
            begin(eventStream.get(), first);
        } else if (text.length() == LONGEST || !isUndecided(text, first)) {
            begin(wholeBody.get(), text);
        }
    }

    private static boolean isUndecided(String text, String first) {
        return BYTE_ORDER_MARK.startsWith(text) || BEGINNINGS.stream().anyMatch(each -> each.startsWith(first));
    }

    /** The beginning has no chunk, because it has no event, and it is consumed, because it is the first line. */
    private ChunkSource begin(ChunkSource detected, String text) {
        source = detected;
        var unused = detected.next(PaddedBytes.copyOf(ByteBuffer.wrap(text.getBytes(ISO_8859_1))));
        return detected;
    }

    @Override
    public void rest() {
        if (source != null) {
            source.rest();
        }
    }

    @Override
    public boolean isDone() {
        return source != null && source.isDone();
    }

    @Override
    public @Nullable CompletionChunk end(PaddedBytes rest) {
        return (source == null ? begin(wholeBody.get(), beginning.toString(ISO_8859_1)) : source).end(rest);
    }

    @Override
    public CompletionsClientException cut(TransportException failure) {
        return source == null
                ? new NetworkException(failure, response, null, response.failedAttempts())
                : source.cut(failure);
    }

    @Override
    public @Nullable Completion completion() {
        return source == null ? null : source.completion();
    }
}
