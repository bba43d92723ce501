// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import dev.completions4j.testkit.internal.json.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * The behavior of a server: a row of the table in {@link Dialect}.
 *
 * @param requests the requests that it accepts
 * @param answers the contents of its completions and chunks
 * @param streams the framing of its chunks and the ends of its streams
 * @param errors the format of its errors
 * @param tokens its tokenization API; null if it has none
 */
record ServerBehavior(
        RequestRules requests,
        AnswerFormat answers,
        StreamFormat streams,
        ErrorFormat errors,
        @Nullable TokensApi tokens) {

    /** The behavior of OpenAI's endpoint. */
    static final ServerBehavior OPENAI =
            new ServerBehavior(RequestRules.OPENAI, AnswerFormat.OPENAI, StreamFormat.OPENAI, ErrorFormat.OPENAI);

    /** Creates the behavior of a server without a tokenization API. */
    ServerBehavior(RequestRules requests, AnswerFormat answers, StreamFormat streams, ErrorFormat errors) {
        this(requests, answers, streams, errors, null);
    }

    /** @param number the number of the response, from 1 */
    String id(long number) {
        return answers.ids().apply(number);
    }

    /** Returns the error for a model that fails. */
    RequestFault failure() {
        return new RequestFault(500, "The server had an error while processing your request.", null, null);
    }

    RequestFault unknownPath(String method, String path) {
        return errors.unknownPath(method, path);
    }

    ErrorReply errorReply(RequestFault fault) {
        return errors.reply(fault);
    }

    JsonNode errorBody(RequestFault fault) {
        return errors.body(fault);
    }
}
