// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import org.jspecify.annotations.Nullable;

/** The server's answer is not what the endpoint's contract says, or exceeds a limit of this client. */
public final class MalformedResponseException extends CompletionsClientException {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable String excerpt;

    /**
     * An exception that knows nothing of the body.
     *
     * @param message what is wrong
     * @param cause what the parser reported; null if it was not the parser
     * @param response HTTP metadata of the response
     * @param partial what had arrived of a stream; null if nothing had
     */
    public MalformedResponseException(
            String message, @Nullable Throwable cause, ResponseInfo response, @Nullable Completion partial) {
        this(message, cause, response, partial, null);
    }

    /**
     * @param message what is wrong, without the server's strings, any of which may be a completion or a prompt
     * @param cause what the parser reported; null if it was not the parser
     * @param response HTTP metadata of the response
     * @param partial what had arrived of a stream; null if nothing had
     * @param excerpt the beginning of what is wrong; null if unknown
     */
    public MalformedResponseException(
            String message,
            @Nullable Throwable cause,
            ResponseInfo response,
            @Nullable Completion partial,
            @Nullable String excerpt) {
        super(message, cause, response, partial);
        this.excerpt = excerpt;
    }

    /**
     * Returns the beginning of what is malformed, of the body or of an event, as the server sent it: at most 8 KiB. It
     * may show completions and prompts, but no secret of the client; the message does not quote their text.
     *
     * @return null if there is none, and after deserialization
     */
    public @Nullable String excerpt() {
        return excerpt;
    }
}
