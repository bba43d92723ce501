// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.micrometer;

import dev.completions4j.ApiException;
import dev.completions4j.CallTimeoutException;
import dev.completions4j.CallbackRejectedException;
import dev.completions4j.ClientClosedException;
import dev.completions4j.CredentialException;
import dev.completions4j.InvalidRequestException;
import dev.completions4j.MalformedResponseException;
import dev.completions4j.NetworkException;
import dev.completions4j.QueueFullException;
import dev.completions4j.TruncatedStreamException;
import dev.completions4j.observe.CallResult;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Maps failures to values of {@code error.type}, few enough for a time series each. */
final class ErrorTypes {

    private static final Map<Class<?>, String> BY_CLASS = Map.of(
            CallbackRejectedException.class, "callback_rejected",
            ClientClosedException.class, "client_closed",
            CredentialException.class, "credential",
            CallTimeoutException.class, "timeout",
            InvalidRequestException.class, "invalid_request",
            MalformedResponseException.class, "malformed_response",
            QueueFullException.class, "queue_full",
            TruncatedStreamException.class, "truncated_stream");

    private ErrorTypes() {}

    /** Returns the error type; null if the call completed. */
    static @Nullable String of(CallResult result) {
        return switch (result.outcome()) {
            case COMPLETED -> null;
            case CANCELLED -> "cancelled";
            case FAILED -> {
                Throwable failure = result.failure();
                yield failure == null ? "_OTHER" : of(failure);
            }
        };
    }

    static String of(Throwable failure) {
        if (failure instanceof ApiException api) {
            return api.kind().name().toLowerCase(Locale.ROOT);
        }
        if (failure instanceof NetworkException network) {
            return network.kind().name().toLowerCase(Locale.ROOT);
        }
        return BY_CLASS.getOrDefault(failure.getClass(), failure.getClass().getName());
    }
}
