// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.error;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.completions4j.ApiException;
import dev.completions4j.ApiException.ApiError;
import dev.completions4j.CallOptions;
import dev.completions4j.Completion;
import dev.completions4j.MalformedResponseException;
import dev.completions4j.ResponseInfo;
import dev.completions4j.core.internal.body.BodyBuffer;
import dev.completions4j.core.internal.masking.JsonOutline;
import dev.completions4j.core.internal.masking.Mask;
import dev.completions4j.core.internal.masking.MaskedThrowables;
import dev.completions4j.core.internal.masking.SentPrompts;
import dev.completions4j.core.internal.response.ApiErrors;
import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.TransportException;
import org.jspecify.annotations.Nullable;

/**
 * Creates the exceptions for failed responses. Their messages contain neither keys nor prompts, even if the server
 * repeats them, nor anything in JSON that may be a completion.
 */
public final class Failures {

    private static final int EXCERPT = 1024;

    private final Mask mask;

    /** @param mask hides the secrets of the client, or of one call */
    public Failures(Mask mask) {
        this.mask = mask;
    }

    /** Returns failures that also mask the secrets of these options. */
    public Failures hiding(CallOptions options) {
        Mask more = mask.hiding(options);
        return more == mask ? this : new Failures(more);
    }

    /** Returns failures that also mask prompts. */
    public Failures hiding(SentPrompts prompts) {
        return new Failures(mask.hiding(prompts));
    }

    /** Returns the mask of these failures. */
    public Mask mask() {
        return mask;
    }

    /** Returns the exception for a response with a status other than 2xx. */
    public ApiException errorStatus(ResponseInfo response, BodyBuffer body) {
        return api(ApiErrors.ofErrorBody(body.bytes(), body.length()), response, null);
    }

    /** Returns the exception for an error in a response with any status. */
    public ApiException api(ApiError error, ResponseInfo response, @Nullable Completion partial) {
        ApiError shown = new ApiError(
                // Masked before it is shortened, so that no part of a secret remains at the end.
                Excerpt.of(message(error, response), EXCERPT),
                maskedNullable(error.type()),
                maskedNullable(error.code()),
                maskedNullable(error.param()),
                mask.ofSecrets().masked(error.body()));
        return new ApiException(ErrorKinds.of(response.status(), error), shown, masked(response), partial);
    }

    /** A 2xx response with an unspecific error may also contain a completion. */
    private String message(ApiError error, ResponseInfo response) {
        String masked = mask.masked(error.message());
        boolean isWholeBody = error.message().equals(error.body());
        return isWholeBody && response.isSuccess() ? JsonOutline.of(masked) : masked;
    }

    /**
     * Returns the exception for a malformed response.
     *
     * @param problem a sentence without a period
     * @param bytes the malformed part, in the first {@code length} bytes
     */
    public MalformedResponseException malformed(
            String problem, byte[] bytes, int length, ResponseInfo response, @Nullable Completion partial) {
        // A character has at most four bytes; the text is shortened further below.
        String text = new String(bytes, 0, Math.min(length, 8 * EXCERPT), UTF_8);
        String excerpt = Excerpt.of(JsonOutline.of(mask.masked(text)), EXCERPT);
        return new MalformedResponseException(
                mask.masked(problem) + ". It begins: " + excerpt,
                null,
                masked(response),
                partial,
                mask.ofSecrets().masked(text));
    }

    /** Returns the failure, or a masked copy if its message or that of a cause contains a secret. */
    public TransportException masked(TransportException failure) {
        return MaskedThrowables.of(failure, mask);
    }

    /**
     * Returns the response, or a copy with masked headers if its request id, which messages show, contains a secret.
     */
    private ResponseInfo masked(ResponseInfo response) {
        String requestId = response.requestId();
        if (requestId == null || mask.masked(requestId).equals(requestId)) {
            return response;
        }
        HttpHeaders.Builder headers = HttpHeaders.builder();
        response.headers().forEach((name, value) -> headers.add(name, mask.masked(value)));
        return new ResponseInfo(response.status(), response.protocol(), headers.build(), response.failedAttempts());
    }

    private @Nullable String maskedNullable(@Nullable String text) {
        return text == null ? null : mask.masked(text);
    }
}
