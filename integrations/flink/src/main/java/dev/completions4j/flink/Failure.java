// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.flink;

import dev.completions4j.ApiException;
import dev.completions4j.CompletionsClientException;
import dev.completions4j.NetworkException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The failure of a call as a Flink POJO.
 *
 * @param kind the kind of an {@link ApiException} or a {@link NetworkException} in lower case, such as
 *     {@code rate_limit} or {@code connect_timeout}; for other failures {@code timeout}, {@code invalid_request},
 *     {@code malformed_response}, {@code truncated_stream}, {@code credential}, {@code queue_full},
 *     {@code callback_rejected} or {@code client_closed}; {@code other} for a throwable that is not the library's
 * @param message what went wrong; contains neither keys nor prompts
 * @param status the status of the response; null if no response had begun
 * @param attempts the number of attempts
 * @since 0.1.0
 */
public record Failure(String kind, String message, @Nullable Integer status, int attempts) {

    /** The kind of a failure that the operator's timeout caused. */
    static final String TIMEOUT = "timeout";

    /** The kind of a failure that is not an exception of the library. */
    static final String OTHER = "other";

    static Failure of(Throwable failure) {
        String message = failure.getMessage() == null ? failure.getClass().getName() : failure.getMessage();
        if (failure instanceof CompletionsClientException exception) {
            return new Failure(
                    kind(exception),
                    message,
                    exception.response() == null ? null : exception.response().status(),
                    exception.failedAttempts().size() + 1);
        }
        return new Failure(OTHER, message, null, 1);
    }

    private static String kind(CompletionsClientException failure) {
        if (failure instanceof ApiException api) {
            return api.kind().name().toLowerCase(Locale.ROOT);
        }
        if (failure instanceof NetworkException network) {
            return network.kind().name().toLowerCase(Locale.ROOT);
        }
        return failure.getClass()
                .getSimpleName()
                .replaceAll("^Call(?=[A-Z])|Exception$", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
                .toLowerCase(Locale.ROOT);
    }
}
