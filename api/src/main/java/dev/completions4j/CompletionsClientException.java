// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import dev.completions4j.ApiException.ApiError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call failed; the subclasses tell how.
 *
 * <p>Messages, those of causes and suppressed exceptions included, show no key, prompt or completion, and neither does the
 * serialized form. Where a server repeats one, {@code ***} takes its place: an API key, the value of a header or a query
 * parameter that the caller set, or a proxy's password, if it has eight characters or more; and each run of a prompt or a
 * suffix of 16 letters or digits or more, where those outside ASCII count twice, whatever stands between them, or the whole
 * of a shorter prompt of eight or more. Causes that are the caller's own, such as what an executor threw, keep their messages;
 * {@link CredentialException} does not. What a server really sent is reached by {@link ApiError#body},
 * {@link MalformedResponseException#excerpt} and the headers of the {@linkplain #response() response}.
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

    /** The response knows the attempts before it. */
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

    /** What HTTP told of the response; null if none had begun. */
    public @Nullable ResponseInfo response() {
        return response;
    }

    /**
     * What had arrived of a stream when it failed; null if nothing had. Without the text if the call was not to keep it
     * ({@link CallOptions.Builder#keepText}).
     */
    public @Nullable Completion partial() {
        return partial;
    }

    /** The attempts before the last one, whose failure this is; empty if that was the first. */
    public List<FailedAttempt> failedAttempts() {
        // Not serialized, as the response is not.
        return failedAttempts == null ? List.of() : failedAttempts;
    }
}
