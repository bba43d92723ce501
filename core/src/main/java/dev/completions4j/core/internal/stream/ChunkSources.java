// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.stream;

import dev.completions4j.MalformedResponseException;
import dev.completions4j.ResponseInfo;
import dev.completions4j.core.internal.body.ContentCodings;
import dev.completions4j.core.internal.body.ResponseLimits;
import dev.completions4j.core.internal.error.Failures;
import dev.completions4j.core.internal.response.StreamDecoders;
import java.util.Locale;

/** Selects the decoder of a response body by the response headers. */
final class ChunkSources {

    private static final String EVENT_STREAM = "text/event-stream";

    private ChunkSources() {}

    /** @throws MalformedResponseException if the body is compressed */
    static ChunkSource of(ResponseInfo response, StreamDecoders decoders, Failures failures, ResponseLimits limits) {
        ContentCodings.refuse(response);
        return isEventStream(response)
                ? new EventStreamSource(response, decoders.ofChunks(response), failures, limits)
                : new WholeBodySource(response, decoders.ofWhole(), failures, limits);
    }

    /** Ignores parameters: an event stream is always UTF-8 (WHATWG HTML, section 9.2). */
    private static boolean isEventStream(ResponseInfo response) {
        String type = response.headers().first("content-type");
        return type == null
                || type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(EVENT_STREAM);
    }
}
