// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a response violates the endpoint's contract or exceeds a limit of the client.
 *
 * @since 0.1.0
 */
public final class MalformedResponseException extends CompletionsClientException {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable String excerpt;

    /**
     * Creates an exception without an excerpt of the body.
     *
     * @param message what is wrong
     * @param cause the exception from the parser; null if none
     * @param response HTTP metadata of the response
     * @param partial the part of a stream received before the failure; null if none
     */
    public MalformedResponseException(
            String message, @Nullable Throwable cause, ResponseInfo response, @Nullable Completion partial) {
        this(message, cause, response, partial, null);
    }

    /**
     * Creates an exception.
     *
     * @param message what is wrong, without strings from the server, which may be completions or prompts
     * @param cause the exception from the parser; null if none
     * @param response HTTP metadata of the response
     * @param partial the part of a stream received before the failure; null if none
     * @param excerpt the beginning of the malformed part; null if unknown
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
     * Returns the beginning of the malformed part of the body or of an event, at most 8 KiB, as the server sent it. It
     * may contain completions and prompts, but no secrets of the client. The message does not quote it.
     *
     * @return the excerpt; null if there is none, and after deserialization
     */
    public @Nullable String excerpt() {
        return excerpt;
    }
}
