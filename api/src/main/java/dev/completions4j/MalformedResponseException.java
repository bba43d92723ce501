package dev.completions4j;

import org.jspecify.annotations.Nullable;

/** The server's answer is not what the endpoint's contract says, or exceeds a limit of this client. */
public final class MalformedResponseException extends CompletionsClientException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what is wrong, with an excerpt of at most 1 KiB
     * @param cause what the parser reported; null if it was not the parser
     * @param response what HTTP told of it
     * @param partial what had arrived of a stream; null if nothing had
     */
    public MalformedResponseException(
            String message, @Nullable Throwable cause, ResponseInfo response, @Nullable Completion partial) {
        super(message, cause, response, partial);
    }
}
