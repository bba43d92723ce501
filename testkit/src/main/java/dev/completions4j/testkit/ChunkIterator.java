package dev.completions4j.testkit;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The chunks of a stream: one of each choice in turn, then the usage if it is asked for. */
final class ChunkIterator implements Iterator<JsonNode> {

    private final ModelRequest request;
    private final List<ChoiceGenerator> choices;
    private final CompletionJson writer;
    private final Queue<Integer> unended = new ArrayDeque<>();
    private boolean owesUsage;

    /** @param choices by their index */
    ChunkIterator(ModelRequest request, List<ChoiceGenerator> choices, CompletionJson writer) {
        this.request = request;
        this.choices = choices;
        this.writer = writer;
        for (int index = 0; index < choices.size(); index++) {
            unended.add(index);
        }
        owesUsage = request.includeUsage();
    }

    @Override
    public boolean hasNext() {
        return !unended.isEmpty() || owesUsage;
    }

    @Override
    public JsonNode next() {
        Integer index = unended.poll();
        if (index != null) {
            return textChunk(index);
        }
        if (owesUsage) {
            owesUsage = false;
            return usageChunk();
        }
        throw new NoSuchElementException("The stream has ended");
    }

    private JsonNode textChunk(int index) {
        ChoiceGenerator choice = choices.get(index);
        Piece piece = choice.next();
        if (choice.hasNext()) {
            unended.add(index);
        }
        ObjectNode chunk = writer.response(noChoices().add(writer.choice(index, piece)));
        if (request.includeUsage()) {
            chunk.putNull("usage");
        }
        return chunk;
    }

    private JsonNode usageChunk() {
        int generated = choices.stream().mapToInt(ChoiceGenerator::generated).sum();
        ObjectNode chunk = writer.response(noChoices());
        chunk.set("usage", CompletionJson.usage(request.promptTokens(), generated));
        return chunk;
    }

    private static ArrayNode noChoices() {
        return JsonNodeFactory.instance.arrayNode();
    }
}
