// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import dev.completions4j.testkit.internal.json.ArrayNode;
import dev.completions4j.testkit.internal.json.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What OpenAI's endpoint sends, as text: for fakes of the network other than the testkit's, too. */
public final class OpenAiTexts {

    /** The event that ends a stream. */
    public static final String DONE = event("[DONE]");

    private static final String MODEL = "fake-model";
    private static final long CREATED = 1_700_000_000;

    private OpenAiTexts() {}

    /** The JSON of a whole completion with one choice, which ended by {@code stop}; without usage. */
    public static String completion(String text) {
        CompletionJson json = json();
        ArrayNode choices = new ArrayNode().add(json.choice(0, piece(text, "stop")));
        return json.response(choices).toString();
    }

    /**
     * The JSON of a chunk with the next part of the only choice.
     *
     * @param finishReason such as {@code stop} in the last chunk; null in the others
     */
    public static String chunk(String text, @Nullable String finishReason) {
        return json().response(0, piece(text, finishReason)).toString();
    }

    /** An event of a stream with these data. */
    public static String event(String data) {
        return StreamFormat.OPENAI.event(data);
    }

    /**
     * The JSON of an error.
     *
     * @param status the HTTP status, which decides about the type of the error
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
