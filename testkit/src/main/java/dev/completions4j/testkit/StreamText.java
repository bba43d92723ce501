// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit;

import java.util.Iterator;
import java.util.NoSuchElementException;

/** The text of a stream, event by event, up to its regular end or to the model's failure. */
final class StreamText implements Iterator<String> {

    private enum Phase {
        BEGINNING,
        IN_CHUNKS,
        ENDED
    }

    private final ServerBehavior server;
    private final CompletionJson json;
    private final ChunkIterator chunks;
    private final int tokensUntilFailure;
    private Phase phase;

    StreamText(ServerBehavior server, CompletionJson json, ChunkIterator chunks, int tokensUntilFailure) {
        this.server = server;
        this.json = json;
        this.chunks = chunks;
        this.tokensUntilFailure = tokensUntilFailure;
        phase = server.keepAlive().isEmpty() ? Phase.IN_CHUNKS : Phase.BEGINNING;
    }

    @Override
    public boolean hasNext() {
        return phase != Phase.ENDED;
    }

    @Override
    public String next() {
        return switch (phase) {
            case BEGINNING -> {
                phase = Phase.IN_CHUNKS;
                yield server.keepAlive();
            }
            case IN_CHUNKS -> nextEvent();
            case ENDED -> throw new NoSuchElementException("The stream has ended");
        };
    }

    private String nextEvent() {
        if (!chunks.unended().isEmpty() && chunks.generated() >= tokensUntilFailure) {
            phase = Phase.ENDED;
            return server.failedEnd(json, chunks.unended());
        }
        if (chunks.hasNext()) {
            return server.event(chunks.next());
        }
        phase = Phase.ENDED;
        return server.doneEvent();
    }
}
