package dev.completions4j.testkit;

import java.util.Iterator;
import tools.jackson.databind.JsonNode;

/** What a {@link FakeModel} answers. */
sealed interface ModelReply {

    /** All in one body. */
    record Whole(JsonNode body) implements ModelReply {}

    /**
     * A completion in chunks.
     *
     * @param chunks each generated when it is asked for
     */
    record Stream(Iterator<JsonNode> chunks) implements ModelReply {}
}
