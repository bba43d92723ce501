// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import dev.completions4j.testkit.internal.json.ArrayNode;
import dev.completions4j.testkit.internal.json.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bodies of OpenAI's responses as text, for tests with other fakes of the network. */
public final class OpenAiTexts {

    /** The event that ends a stream. */
    public static final String DONE = event("[DONE]");

    private static final String MODEL = "fake-model";
    private static final long CREATED = 1_700_000_000;

    private OpenAiTexts() {}

    /**
     * Returns the JSON of a non-streaming completion with one choice and the finish reason {@code stop}, without usage.
     *
     * @param text the text of the choice
     */
    public static String completion(String text) {
        CompletionJson json = json();
        ArrayNode choices = new ArrayNode().add(json.choice(0, piece(text, "stop")));
        return json.response(choices).toString();
    }

    /**
     * Returns the JSON of a chunk of the only choice.
     *
     * @param text the text of the chunk
     * @param finishReason the finish reason, such as {@code stop}, in the last chunk; null in the others
     */
    public static String chunk(String text, @Nullable String finishReason) {
        return json().response(0, piece(text, finishReason)).toString();
    }

    /**
     * Returns a server-sent event.
     *
     * @param data the data of the event
     */
    public static String event(String data) {
        return StreamFormat.OPENAI.event(data);
    }

    /**
     * Returns the JSON of an error.
     *
     * @param status the HTTP status, which determines the type of the error
     * @param message the error message
     */
    public static String error(int status, String message) {
        ObjectNode body = new ObjectNode();
        body.set("error", ErrorFormat.OPENAI.error(new RequestFault(status, message, null, null)));
        return body.toString();
    }

    private static CompletionJson json() {
        return new CompletionJson(AnswerFormat.OPENAI, 1, CREATED, MODEL, null, token -> 0);
    }

    private static Piece piece(String text, @Nullable String finishReason) {
        return new Piece(text, List.of(), finishReason, null);
    }
}
