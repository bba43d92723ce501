package dev.completions4j;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call failed; the subclasses tell how.
 *
 * <p>No message, cause or property shows a key or a prompt.
 */
public abstract sealed class CompletionsClientException extends RuntimeException
        permits ApiException,
                CallbackRejectedException,
                ClientClosedException,
                CredentialException,
                DeadlineExceededException,
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
