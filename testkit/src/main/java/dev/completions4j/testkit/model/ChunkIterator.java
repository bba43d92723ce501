// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import dev.completions4j.testkit.internal.json.JsonNode;
import dev.completions4j.testkit.internal.json.ObjectNode;
import dev.completions4j.testkit.internal.json.ValueNode;
import dev.completions4j.testkit.model.StreamFormat.Ending;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** The chunks of a stream: one of each choice in turn, then the usage if it was requested. */
final class ChunkIterator implements Iterator<JsonNode> {

    private static final String PADDING = "9fKw2LxQ7vTz4RbM";

    private final ServerBehavior server;
    private final ModelRequest request;
    private final List<ChoiceGenerator> choices;
    private final CompletionJson json;
    private final Queue<Integer> unfinished = new ArrayDeque<>();
    private @Nullable JsonNode opening;
    private @Nullable JsonNode pending;
    private boolean usagePending;

    /** @param choices the choices in the order of their indices */
    ChunkIterator(ServerBehavior server, ModelRequest request, List<ChoiceGenerator> choices, CompletionJson json) {
        this.server = server;
        this.request = request;
        this.choices = choices;
        this.json = json;
        for (int index = 0; index < choices.size(); index++) {
            unfinished.add(index);
        }
        opening = opening();
        usagePending = request.includeUsage() && server.streams().usage().comesLast();
    }

    @Override
    public boolean hasNext() {
        return opening != null || pending != null || !unfinished.isEmpty() || usagePending;
    }

    @Override
    public JsonNode next() {
        JsonNode first = opening;
        if (first != null) {
            opening = null;
            return first;
        }
        JsonNode next = pending;
        if (next != null) {
            pending = null;
            return next;
        }
        Integer index = unfinished.poll();
        if (index != null) {
            return textChunk(index);
        }
        if (usagePending) {
            usagePending = false;
            return usageChunk();
        }
        throw new NoSuchElementException("The stream has ended");
    }

    private @Nullable JsonNode opening() {
        return switch (server.streams().opening()) {
            case NONE -> null;
            case EMPTY_CHUNK -> json.emptyResponse();
            case PROMPT_FILTERS -> promptFilters();
            case NULL_FOR_PROMPTS -> request.prompts().size() > 1 ? ValueNode.ofNull() : null;
        };
    }

    private ObjectNode promptFilters() {
        ObjectNode chunk = new ObjectNode();
        chunk.put("id", "").put("object", "").put("created", 0).put("model", "");
        chunk.putArray("choices");
        ContentFilters.addOfPrompts(chunk, request);
        return chunk;
    }

    /** Returns the number of tokens generated so far, in all choices. */
    int generated() {
        return choices.stream().mapToInt(ChoiceGenerator::generated).sum();
    }

    /** Returns the indices of the choices that have not ended. */
    List<Integer> unfinished() {
        return List.copyOf(unfinished);
    }

    private JsonNode textChunk(int index) {
        ChoiceGenerator choice = choices.get(index);
        Piece piece = choice.next();
        if (choice.hasNext()) {
            unfinished.add(index);
        }
        if (server.streams().ending() == Ending.OWN_CHUNK && !choice.hasNext() && choice.generated() > 0) {
            pending = chunk(index, choice, piece.end());
            return chunk(index, choice, piece.unfinished());
        }
        return chunk(index, choice, piece);
    }

    private ObjectNode chunk(int index, ChoiceGenerator choice, Piece piece) {
        ObjectNode chunk = json.response(index, piece);
        AnswerFormat answers = server.answers();
        if (piece.finishReason() != null || server.streams().usage().comesLast()) {
            server.streams().usage().addTo(chunk, request, choice, answers.usage());
        }
        answers.extras().addToChunk(chunk, request, piece, choice, json.tokenIds());
        if (request.includeObfuscation()) {
            chunk.put("obfuscation", padding(piece.text().length()));
        }
        return chunk;
    }

    /** Returns padding that extends a text to the next multiple of the padding's length. */
    private static String padding(int textLength) {
        return PADDING.substring(textLength % PADDING.length());
    }

    private JsonNode usageChunk() {
        ObjectNode chunk = json.emptyResponse();
        chunk.set("usage", server.answers().usage().write(request.promptTokens(), generated()));
        return chunk;
    }
}
