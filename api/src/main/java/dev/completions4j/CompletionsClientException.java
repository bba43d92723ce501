// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import dev.completions4j.ApiException.ApiError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The superclass of all exceptions with which calls fail; each subclass stands for one kind of failure.
 *
 * <p>Messages, including those of causes and suppressed exceptions, contain no API keys, prompts or completions, and
 * neither does the serialized form. Where a server repeats a secret, it is replaced by {@code ***}: an API key, the
 * value of a header or a query parameter that the caller set, or a proxy's password, if it has at least 8 characters;
 * and each run of a prompt or suffix of at least 16 letters or digits (non-ASCII ones count twice), whatever separates
 * them, or all of a shorter prompt of at least 8. Causes that originate in the caller's code, such as a throwable from
 * an executor, keep their messages; those of {@link CredentialException} do not. The server's original text is
 * available from {@link ApiError#body}, {@link MalformedResponseException#excerpt} and the headers of the
 * {@linkplain #response() response}.
 *
 * @since 0.1.0
 */
public abstract sealed class CompletionsClientException extends RuntimeException
        permits ApiException,
                CallbackRejectedException,
                ClientClosedException,
                CredentialException,
                CallTimeoutException,
                InvalidRequestException,
                MalformedResponseException,
                NetworkException,
                QueueFullException,
                TruncatedStreamException {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable ResponseInfo response;
    private final transient @Nullable Completion partial;
    private final transient @Nullable List<FailedAttempt> failedAttempts;

    /** Takes the preceding attempts from the response. */
    CompletionsClientException(
            String message, @Nullable Throwable cause, @Nullable ResponseInfo response, @Nullable Completion partial) {
        this(message, cause, response, partial, response == null ? List.of() : response.failedAttempts());
    }

    CompletionsClientException(
            String message,
            @Nullable Throwable cause,
            @Nullable ResponseInfo response,
            @Nullable Completion partial,
            List<FailedAttempt> failedAttempts) {
        super(message, cause);
        this.response = response;
        this.partial = partial;
        this.failedAttempts = List.copyOf(failedAttempts);
    }

    /** Returns HTTP metadata of the response; null if no response had begun, and after deserialization. */
    public @Nullable ResponseInfo response() {
        return response;
    }

    /**
     * Returns the part of a stream received before the failure; null if none, and after deserialization. Contains no
     * text if the call does not retain it ({@link CallOptions.Builder#keepText}).
     */
    public @Nullable Completion partial() {
        return partial;
    }

    /**
     * Returns the attempts before the last one, whose failure this exception reports; empty if the first attempt was
     * the last, and after deserialization.
     */
    public List<FailedAttempt> failedAttempts() {
        // Null after deserialization: the field is transient, like the response.
        return failedAttempts == null ? List.of() : failedAttempts;
    }
}
