package dev.completions4j;

import java.io.Serial;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

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
