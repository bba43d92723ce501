// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import java.util.Iterator;

/** The body of what a {@link FakeModel} answers. */
public sealed interface ModelReply {

    /**
     * A body all in one.
     *
     * @param body the text, which is sent as UTF-8
     */
    record Whole(String body) implements ModelReply {}

    /**
     * A completion in chunks.
     *
     * @param events with their framing, each generated when it is asked for
     */
    record Stream(Iterator<String> events) implements ModelReply {}
}
