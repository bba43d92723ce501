// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.call;

import dev.completions4j.ApiException;
import dev.completions4j.ApiException.ApiError;
import dev.completions4j.Completion;
import dev.completions4j.MalformedResponseException;
import dev.completions4j.ModelList;
import dev.completions4j.ResponseInfo;
import dev.completions4j.Tokenization;
import dev.completions4j.core.internal.body.BodyBuffer;
import dev.completions4j.core.internal.body.ContentCodings;
import dev.completions4j.core.internal.error.Failures;
import dev.completions4j.core.internal.json.PaddedBytes;
import dev.completions4j.core.internal.response.CompletionDecoder;
import dev.completions4j.core.internal.response.DetokenizationDecoder;
import dev.completions4j.core.internal.response.MalformedJsonException;
import dev.completions4j.core.internal.response.ModelListDecoder;
import dev.completions4j.core.internal.response.TokenizationDecoder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The expected body of a successful response and its reader. For one call. */
public final class ExpectedAnswer<T> {

    private final String name;
    private final Reader reader;
    private final Function<ResponseInfo, T> result;

    /** Reads a body that consists of one JSON value. */
    private interface Reader {

        /**
         * Reads the first {@code length} bytes of an array that is {@linkplain PaddedBytes padded}.
         *
         * @return the error that was sent instead of the expected value; null if none was
         * @throws MalformedJsonException if the bytes are neither
         */
        @Nullable ApiError read(byte[] json, int length);
    }

    /**
     * @param name a noun with its article, such as {@code a completion}
     * @param result creates the result from the value that was read
     */
    private ExpectedAnswer(String name, Reader reader, Function<ResponseInfo, T> result) {
        this.name = name;
        this.reader = reader;
        this.result = result;
    }

    /** Expects a completion. */
    public static ExpectedAnswer<Completion> completion(CompletionDecoder decoder) {
        return new ExpectedAnswer<>("a completion", decoder::read, decoder::completion);
    }

    /** Expects a list of models. */
    public static ExpectedAnswer<ModelList> models() {
        ModelListDecoder decoder = new ModelListDecoder();
        return new ExpectedAnswer<>("a list of models", decoder::read, decoder::models);
    }

    /** Expects the tokens of a text. */
    public static ExpectedAnswer<Tokenization> tokens() {
        TokenizationDecoder decoder = new TokenizationDecoder();
        return new ExpectedAnswer<>("a list of tokens", decoder::read, decoder::tokenization);
    }

    /** Expects the text of tokens. */
    public static ExpectedAnswer<String> text() {
        DetokenizationDecoder decoder = new DetokenizationDecoder();
        return new ExpectedAnswer<>("a text", decoder::read, response -> decoder.text());
    }

    /**
     * Returns the value in a body that is complete or has exceeded its limit.
     *
     * @param failures creates the exceptions
     * @throws ApiException if the body is an error
     * @throws MalformedResponseException if the body is neither the expected value nor an error
     */
    public T in(BodyBuffer body, ResponseInfo response, Failures failures) {
        ContentCodings.refuse(response);
        if (body.overflowed()) {
            throw failures.malformed(body.overflow(), body.bytes(), body.length(), response, null);
        }
        ApiError error;
        try {
            error = reader.read(body.bytes(), body.length());
            if (error == null) {
                return result.apply(response);
            }
        } catch (MalformedJsonException e) {
            throw malformed(e, body, response, failures);
        } catch (RuntimeException e) {
            throw malformed(MalformedJsonException.unexpected(e), body, response, failures);
        }
        throw failures.api(error, response, null);
    }

    private MalformedResponseException malformed(
            MalformedJsonException reason, BodyBuffer body, ResponseInfo response, Failures failures) {
        return failures.malformed(
                "The body is not " + name + ". " + reason.getMessage(), body.bytes(), body.length(), response, null);
    }
}
