// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.stream;

import dev.completions4j.MalformedResponseException;
import dev.completions4j.ResponseInfo;
import dev.completions4j.core.internal.body.ContentCodings;
import dev.completions4j.core.internal.body.ResponseLimits;
import dev.completions4j.core.internal.error.Failures;
import dev.completions4j.core.internal.response.StreamDecoders;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/** Selects the decoder of a response body by the response headers. */
final class ChunkSources {

    private static final String EVENT_STREAM = "text/event-stream";
    /** The types that gateways and servers declare for anything. */
    private static final Set<String> UNSPECIFIC =
            Set.of("application/json", "application/octet-stream", "application/x-ndjson", "text/plain");

    private ChunkSources() {}

    /** @throws MalformedResponseException if the body is compressed */
    static ChunkSource of(ResponseInfo response, StreamDecoders decoders, Failures failures, ResponseLimits limits) {
        ContentCodings.refuse(response);
        Supplier<ChunkSource> eventStream =
                () -> new EventStreamSource(response, decoders.ofChunks(response), failures, limits);
        Supplier<ChunkSource> wholeBody = () -> new WholeBodySource(response, decoders.ofWhole(), failures, limits);
        String type = type(response);
        if (type.equals(EVENT_STREAM)) {
            return eventStream.get();
        }
        return UNSPECIFIC.contains(type) ? new SniffingSource(response, eventStream, wholeBody) : wholeBody.get();
    }

    /**
     * Returns the media type in lower case; an event stream's if there is none. Parameters are ignored: an event stream is
     * always UTF-8 (WHATWG HTML, section 9.2).
     */
    private static String type(ResponseInfo response) {
        String type = response.headers().first("content-type");
        return type == null ? EVENT_STREAM : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }
}
