package dev.completions4j;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What a server says of an error, whatever shape it says it in.
 *
 * @param message the server's own; never empty
 * @param type null if not sent
 * @param code as text, if the server sent a number too; null if not sent
 * @param param the property of the request that is at fault; null if not sent
 * @param body the body that the error was read from, cut at 64 KiB
 */
public record ApiError(
        String message,
        @Nullable String type,
        @Nullable String code,
        @Nullable String param,
        String body) implements Serializable {

    /** Without the body. */
    @Override
    public String toString() {
        return "ApiError[message=" + message + ", type=" + type + ", code=" + code + ", param=" + param + "]";
    }
}
