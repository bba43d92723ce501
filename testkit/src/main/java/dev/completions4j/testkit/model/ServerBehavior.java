// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import dev.completions4j.testkit.internal.json.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * How a server behaves: a row of the table that {@link Dialect} is.
 *
 * @param requests what it takes
 * @param answers what it writes into completions and chunks
 * @param streams how it frames chunks and ends streams
 * @param errors how it words errors
 * @param tokens how it converts between texts and tokens; null if it does not
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

    /** A server that does not convert between texts and tokens. */
    ServerBehavior(RequestRules requests, AnswerFormat answers, StreamFormat streams, ErrorFormat errors) {
        this(requests, answers, streams, errors, null);
    }

    /** @param number of the answer, from 1 */
    String id(long number) {
        return answers.ids().apply(number);
    }

    /** What a model that fails is reported as. */
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
