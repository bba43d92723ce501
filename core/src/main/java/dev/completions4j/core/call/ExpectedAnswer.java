package dev.completions4j.core.call;

import dev.completions4j.ApiError;
import dev.completions4j.Completion;
import dev.completions4j.CompletionRequest;
import dev.completions4j.ModelList;
import dev.completions4j.ResponseInfo;
import dev.completions4j.core.chunk.CompletionDecoder;
import dev.completions4j.core.chunk.MalformedJsonException;
import dev.completions4j.core.chunk.ModelListDecoder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a call expects as the body of a success, and how it is read; for one call.
 *
 * @param name such as {@code a completion}
 * @param reader reads the body
 * @param result makes the result of what was read
 */
public record ExpectedAnswer<T>(String name, Reader reader, Function<ResponseInfo, T> result) {

    /** Reads a body that is one JSON value. */
    public interface Reader {

        /**
         * Reads the first {@code length} bytes.
         *
         * @return the error that they are in place of what was expected; null if there is none
         * @throws MalformedJsonException if they are neither
         */
        @Nullable ApiError read(byte[] json, int length);
    }

    /** A completion as a whole, the answer to that request. */
    public static ExpectedAnswer<Completion> completion(CompletionRequest request) {
        CompletionDecoder decoder = new CompletionDecoder(request);
        return new ExpectedAnswer<>("a completion", decoder::read, decoder::completion);
    }

    /** A list of models. */
    public static ExpectedAnswer<ModelList> models() {
        ModelListDecoder decoder = new ModelListDecoder();
        return new ExpectedAnswer<>("a list of models", decoder::read, decoder::models);
    }
}
