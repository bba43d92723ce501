package dev.completions4j.core.stream;

import dev.completions4j.Completion;
import dev.completions4j.CompletionChunk;
import dev.completions4j.CompletionsClientException;
import dev.completions4j.ResponseInfo;
import dev.completions4j.core.call.BodyBuffer;
import dev.completions4j.core.call.Failures;
import dev.completions4j.core.call.Limits;
import dev.completions4j.transport.TransportException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Makes an error of the body of an answer that is no success. */
final class ErrorBodySource implements ChunkSource {

    private final ResponseInfo response;
    private final Failures failures;
    private final BodyBuffer body = new BodyBuffer(Limits.ERROR_BODY);

    ErrorBodySource(ResponseInfo response, Failures failures) {
        this.response = response;
        this.failures = failures;
    }

    @Override
    public boolean isEager() {
        return true;
    }

    @Override
    public boolean isDone() {
        return false;
    }

    /** The status says more than the cut. */
    @Override
    public CompletionsClientException cut(TransportException failure) {
        return failures.errorStatus(response, body);
    }

    @Override
    public @Nullable Completion completion() {
        return null;
    }

    @Override
    public @Nullable CompletionChunk next(ByteBuffer input) {
        return body.append(input) ? null : end();
    }

    @Override
    public @Nullable CompletionChunk end() {
        throw failures.errorStatus(response, body);
    }
}
