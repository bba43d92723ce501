// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import dev.completions4j.testkit.internal.json.ObjectNode;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;

/** The text of a stream, event by event, up to its regular end or the failure of the model. */
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
        phase = server.streams().keepAlive().isEmpty() ? Phase.IN_CHUNKS : Phase.BEGINNING;
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
                yield server.streams().keepAlive();
            }
            case IN_CHUNKS -> nextEvent();
            case ENDED -> throw new NoSuchElementException("The stream has ended");
        };
    }

    private String nextEvent() {
        if (!chunks.unfinished().isEmpty() && chunks.generated() >= tokensUntilFailure) {
            phase = Phase.ENDED;
            return failedEnd(chunks.unfinished());
        }
        if (chunks.hasNext()) {
            return server.streams().event(chunks.next());
        }
        phase = Phase.ENDED;
        return server.streams().doneEvent();
    }

    /** @param unfinished the indices of the choices that have not ended; at least one */
    private String failedEnd(List<Integer> unfinished) {
        StreamFormat format = server.streams();
        RequestFault failure = server.failure();
        return switch (format.failure()) {
            case ERROR -> format.event(server.errorBody(failure));
            case ERROR_AND_DONE -> format.event(server.errorBody(failure)) + format.doneEvent();
            case NAMED_ERROR -> "event: error\n" + format.event(server.errorBody(failure));
            case NESTED_ERROR_AND_DONE -> {
                ObjectNode nested = new ObjectNode();
                yield format.event(nested.set("error", server.errorBody(failure))) + format.doneEvent();
            }
            case REASON_AND_DONE -> {
                Piece cut = new Piece("", List.of(), "insufficient_system_resource", null);
                yield unfinished.stream()
                                .map(index -> format.event(json.response(index, cut)))
                                .collect(Collectors.joining())
                        + format.doneEvent();
            }
            case EMPTY_CHUNK -> format.event(json.response(unfinished.get(0), new Piece("", List.of(), null, null)));
        };
    }
}
