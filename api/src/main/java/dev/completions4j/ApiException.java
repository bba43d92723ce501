// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.io.Serial;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when the server reported an error: by its status, in the body of a successful response, or within a stream.
 *
 * @since 0.1.0
 */
public final class ApiException extends CompletionsClientException {

    private static final long serialVersionUID = 1L;

    /** Error category, derived from status, type and code. */
    public enum Kind {
        /** The request is invalid: 400, 422 and other 4xx without a kind of their own, such as 408. */
        BAD_REQUEST,
        /** The prompt and {@code max_tokens} exceed the model's context length. */
        CONTEXT_LENGTH_EXCEEDED,
        /** The API key is missing or invalid: 401. */
        AUTHENTICATION,
        /** The API key lacks permission: 403. */
        PERMISSION,
        /** The model or path does not exist: 404. */
        NOT_FOUND,
        /** The rate limit is exceeded: 429. */
        RATE_LIMIT,
        /** The account's quota is exhausted: 402, or a type or code such as {@code insufficient_quota}. */
        QUOTA_EXHAUSTED,
        /** The server is overloaded or is loading its model: 503, 529, or a type or code such as {@code overloaded}. */
        OVERLOADED,
        /** The server failed: 424, other 5xx, and errors in a successful response without further information. */
        SERVER_ERROR,
        /** Any other status, such as a redirect. */
        UNEXPECTED_STATUS
    }

    private final Kind kind;
    private final ApiError error;

    /**
     * Creates an exception.
     *
     * @param kind the error category
     * @param error the error reported by the server
     * @param response HTTP metadata of the response
     * @param partial the part of a stream received before the failure; null if none
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

    /** Returns the error category. */
    public Kind kind() {
        return kind;
    }

    /** Returns the error reported by the server. */
    public ApiError error() {
        return error;
    }

    /** Returns the status of the response; 200 if the error was in a successful response, 0 after deserialization. */
    public int status() {
        ResponseInfo response = response();
        return response == null ? 0 : response.status();
    }

    /**
     * An error reported by a server, whatever its format.
     *
     * <p>Parts of the prompt, API keys and other secrets of the call that the server repeats are replaced by
     * {@code ***} in every component except the body, as {@link CompletionsClientException} describes.
     *
     * @param message the server's message; never empty
     * @param type the type; null if not sent
     * @param code the code, as text even if the server sent a number; null if not sent
     * @param param the property of the request that caused the error; null if not sent
     * @param body the response body that the error was read from, truncated to 64 KiB; may contain the prompt, but no
     *     secrets of the client; empty after deserialization
     */
    public record ApiError(
            String message,
            @Nullable String type,
            @Nullable String code,
            @Nullable String param,
            String body) implements Serializable {

        /** Omits the body, which may contain prompts. */
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
