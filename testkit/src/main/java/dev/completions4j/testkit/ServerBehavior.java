// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit;

import dev.completions4j.testkit.Piece.PlacedToken;
import dev.completions4j.transport.HttpHeaders;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** How OpenAI's endpoint behaves; another server's behavior overrides what differs. Without state. */
class ServerBehavior {

    static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    // Requests

    RequestLimits limits() {
        return RequestLimits.OPENAI;
    }

    /** The properties that it takes and then does nothing about. */
    Set<String> ignored() {
        return Set.of();
    }

    /** Refuses what only this server refuses, as far as a type or a range does not tell it. */
    void check(RequestProperties request) throws RequestFault {}

    boolean isAuthorized(HttpHeaders headers, String key) {
        return ("Bearer " + key).equals(headers.first("Authorization"));
    }

    String requestIdHeader() {
        return "x-request-id";
    }

    RequestFault unknownPath(String method, String path) {
        return new RequestFault(404, "Invalid URL (" + method + " " + path + ")", null, null);
    }

    // Answers

    /** @param number of the answer, from 1 */
    String id(long number) {
        return "cmpl-" + number;
    }

    /** Null if it sends none. */
    @Nullable String systemFingerprint() {
        return "fp_fake";
    }

    @Nullable String finishReason(Piece piece) {
        return piece.finishReason();
    }

    /** @param count how many of the likeliest tokens to show; -1 for all */
    JsonNode logprobs(List<PlacedToken> placed, int count) {
        return ParallelLogprobs.of(placed, count);
    }

    ObjectNode usage(int promptTokens, int completionTokens) {
        ObjectNode usage = NODES.objectNode();
        usage.put("prompt_tokens", promptTokens);
        usage.put("completion_tokens", completionTokens);
        usage.put("total_tokens", promptTokens + completionTokens);
        return usage;
    }

    /** How many tokens of prompts a request is charged for. */
    int promptTokens(ModelRequest request) {
        return request.promptTokens();
    }

    /** Adds what only this server says of a choice, or of the next part of one. */
    void extendChoice(ObjectNode choice, Piece piece) {}

    /** Adds what only this server says in a whole answer. */
    void extendCompletion(ObjectNode completion, ModelRequest request) {}

    /** The choices of a whole answer in the order in which they are written. */
    List<FinishedChoice> ordered(List<FinishedChoice> choices) {
        return choices;
    }

    /** What stands before the JSON of a whole answer. */
    String leadIn() {
        return "";
    }

    // Streams

    /** Text in the midst of streams that is no event. */
    String keepAlive() {
        return "";
    }

    /** A chunk without choices that comes before the others; null if none does. */
    @Nullable ObjectNode openingChunk(CompletionJson json, ModelRequest request) {
        return null;
    }

    /** Adds what a chunk carries besides the next part of a choice. */
    void extendChunk(ObjectNode chunk, ModelRequest request, ChoiceGenerator choice) {
        if (request.includeUsage()) {
            chunk.putNull("usage");
        }
    }

    /** Whether a chunk of its own tells the usage at the end, if the request asks for it. */
    boolean endsWithUsage() {
        return true;
    }

    String event(JsonNode data) {
        return event(data.toString());
    }

    String event(String data) {
        return "data: " + data + "\n\n";
    }

    String doneEvent() {
        return event("[DONE]");
    }

    /**
     * The rest of a stream whose model fails.
     *
     * @param unended the indices of the choices that have not ended; at least one
     */
    String failedEnd(CompletionJson json, Collection<Integer> unended) {
        return event(errorBody(failure()));
    }

    // Errors

    /** What a model that fails is reported as. */
    final RequestFault failure() {
        return new RequestFault(500, "The server had an error while processing your request.", null, null);
    }

    ErrorReply errorReply(RequestFault fault) {
        return ErrorReply.json(fault.status(), errorBody(fault));
    }

    JsonNode errorBody(RequestFault fault) {
        return NODES.objectNode().set("error", error(fault));
    }

    ObjectNode error(RequestFault fault) {
        ObjectNode error = NODES.objectNode();
        error.put("message", fault.getMessage());
        error.put("type", errorType(fault.status()));
        error.put("param", fault.param());
        error.put("code", fault.code());
        return error;
    }

    String errorType(int status) {
        return status >= 500 ? "server_error" : "invalid_request_error";
    }
}
