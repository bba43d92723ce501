// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.stream;

import dev.completions4j.ApiException.ApiError;
import dev.completions4j.Completion;
import dev.completions4j.CompletionChunk;
import dev.completions4j.CompletionsClientException;
import dev.completions4j.NetworkException;
import dev.completions4j.ResponseInfo;
import dev.completions4j.core.internal.body.BodyBuffer;
import dev.completions4j.core.internal.body.ResponseLimits;
import dev.completions4j.core.internal.error.Failures;
import dev.completions4j.core.internal.json.PaddedBytes;
import dev.completions4j.core.internal.response.CompletionDecoder;
import dev.completions4j.core.internal.response.MalformedJsonException;
import dev.completions4j.transport.TransportException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a body that is not an event stream into at most one chunk: servers without streaming return the whole
 * completion, and some servers return an error with a 2xx status.
 */
final class WholeBodySource implements ChunkSource {

    private final ResponseInfo response;
    private final CompletionDecoder decoder;
    private final Failures failures;
    private final BodyBuffer body;
    private @Nullable Completion completion;
    private boolean done;

    WholeBodySource(ResponseInfo response, CompletionDecoder decoder, Failures failures, ResponseLimits limits) {
        this.response = response;
        this.decoder = decoder;
        this.failures = failures;
        this.body = limits.newBodyBuffer();
    }

    @Override
    public boolean isEager() {
        return true;
    }

    @Override
    public boolean isDone() {
        return done;
    }

    @Override
    public CompletionsClientException cut(TransportException failure) {
        return new NetworkException(failure, response, null, response.failedAttempts());
    }

    @Override
    public @Nullable Completion completion() {
        return completion;
    }

    @Override
    public @Nullable CompletionChunk next(PaddedBytes input) {
        ByteBuffer rest = input.remainingBuffer();
        input.position(input.limit());
        if (!body.append(rest)) {
            throw malformed(body.overflow());
        }
        return null;
    }

    @Override
    public void rest() {
        // The body is needed at its end.
    }

    @Override
    public CompletionChunk end(PaddedBytes rest) {
        done = true;
        ApiError error;
        try {
            error = decoder.read(body.bytes(), body.length());
            if (error == null) {
                completion = decoder.completion(response);
                return decoder.chunk(response);
            }
        } catch (MalformedJsonException e) {
            throw malformed(e);
        } catch (RuntimeException e) {
            throw malformed(MalformedJsonException.unexpected(e));
        }
        throw failures.api(error, response, null);
    }

    private RuntimeException malformed(MalformedJsonException reason) {
        return malformed("The body is neither an event stream nor a completion. " + reason.getMessage());
    }

    private RuntimeException malformed(String problem) {
        return failures.malformed(problem, body.bytes(), body.length(), response, null);
    }
}
