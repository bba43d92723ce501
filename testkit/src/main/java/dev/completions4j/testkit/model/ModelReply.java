// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import java.util.Iterator;

/** The body of a {@link FakeModel}'s response. */
public sealed interface ModelReply {

    /**
     * A whole body.
     *
     * @param body the text, to be sent as UTF-8
     */
    record Whole(String body) implements ModelReply {}

    /**
     * A streamed completion.
     *
     * @param events the events with their framing, each generated on demand
     */
    record Stream(Iterator<String> events) implements ModelReply {}
}
