// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit;

import java.util.Iterator;

/** What a {@link FakeModel} answers. */
sealed interface ModelReply {

    /** All in one body. */
    record Whole(String body) implements ModelReply {}

    /**
     * A completion in chunks.
     *
     * @param events with their framing, each generated when it is asked for
     */
    record Stream(Iterator<String> events) implements ModelReply {}
}
