package dev.completions4j;

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
                DeadlineExceededException,
                InvalidRequestException,
                MalformedResponseException,
                NetworkException,
                TruncatedStreamException {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable ResponseInfo response;
    private final transient @Nullable Completion partial;

    CompletionsClientException(
            String message, @Nullable Throwable cause, @Nullable ResponseInfo response, @Nullable Completion partial) {
        super(message, cause);
        this.response = response;
        this.partial = partial;
    }

    /** What HTTP told of the response; null if none had begun. */
    public @Nullable ResponseInfo response() {
        return response;
    }

    /** What had arrived of a stream when it failed; null if nothing had. */
    public @Nullable Completion partial() {
        return partial;
    }
}
