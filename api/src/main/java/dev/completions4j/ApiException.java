// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.io.Serial;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** The server answered with an error: by its status, in the body of a success, or in the midst of a stream. */
public final class ApiException extends CompletionsClientException {

    private static final long serialVersionUID = 1L;

    /** What sort of error it is, told from status, type and code. */
    public enum Kind {
        /** The request is wrong: 400, 422 and the like. */
        BAD_REQUEST,
        /** Prompt and {@code max_tokens} do not fit the model's context. */
        CONTEXT_LENGTH_EXCEEDED,
        /** The key is missing or wrong: 401. */
        AUTHENTICATION,
        /** The key may not do this: 403. */
        PERMISSION,
        /** There is no such model or path: 404. */
        NOT_FOUND,
        /** Too many requests for now: 429. */
        RATE_LIMIT,
        /** The account has no quota left: 429 with {@code insufficient_quota}. */
        QUOTA_EXHAUSTED,
        /** The server is overloaded, or still loads its model: 503, 529. */
        OVERLOADED,
        /** The server failed: other 5xx, and errors in the midst of a stream that tell no more. */
        SERVER_ERROR,
        /** A status that is none of these, such as a redirect. */
        UNEXPECTED_STATUS
    }

    private final Kind kind;
    private final ApiError error;

    /**
     * @param kind what sort of error it is
     * @param error what the server says
     * @param response what HTTP told of it
     * @param partial what had arrived of a stream; null if nothing had
     */
    public ApiException(Kind kind, ApiError error, ResponseInfo response, @Nullable Completion partial) {
        super(message(kind, error, response), null, response, partial);
        this.kind = kind;
        this.error = error;
    }

    private static String message(Kind kind, ApiError error, ResponseInfo response) {
        String requestId = response.requestId();
        return "The server answered " + response.status() + ", " + kind + ": " + error.message()
                + (requestId == null ? "" : " (request id " + requestId + ")");
    }

    /** What sort of error it is. */
    public Kind kind() {
        return kind;
    }

    /** What the server says. */
    public ApiError error() {
        return error;
    }

    /** The status of the response; 200 if the error came inside a success. */
    public int status() {
        ResponseInfo response = response();
        return response == null ? 0 : response.status();
    }

    /**
     * What a server says of an error, in whatever format.
     *
     * <p>Parts of the prompt, keys and other secrets of the call that the server repeats are replaced by {@code ***} in
     * everything but the body, as {@link CompletionsClientException} says.
     *
     * @param message the server's own; never empty
     * @param type null if not sent
     * @param code as text, if the server sent a number too; null if not sent
     * @param param the property of the request that is at fault; null if not sent
     * @param body the response body that the error was read from, cut at 64 KiB; may show the prompt, but no secret of the
     *     client. Empty after deserialization
     */
    public record ApiError(
            String message,
            @Nullable String type,
            @Nullable String code,
            @Nullable String param,
            String body) implements Serializable {

        /** Without the body, which may show prompts. */
        @Serial
        private Object writeReplace() {
            return new ApiError(message, type, code, param, "");
        }

        /** Returns the error without the body. */
        @Override
        public String toString() {
            return "ApiError[message=" + message + ", type=" + type + ", code=" + code + ", param=" + param + "]";
        }
    }
}
