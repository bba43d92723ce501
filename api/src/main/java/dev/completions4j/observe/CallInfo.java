// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.observe;

import dev.completions4j.CallOptions;
import dev.completions4j.CompletionRequest;
import org.jspecify.annotations.Nullable;

/**
 * A call at its start.
 *
 * @param operation the requested operation
 * @param provider the name of the server's profile
 * @param request the request; null if the operation is not a completion
 * @param options the per-call options
 * @since 0.1.0
 */
public record CallInfo(
        Operation operation, String provider, @Nullable CompletionRequest request, CallOptions options) {

    /** The operation that a call requests. */
    public enum Operation {
        /** A non-streaming completion. */
        COMPLETE,
        /** A streamed completion. */
        STREAM,
        /** The list of models. */
        MODELS,
        /** The tokens of a text. */
        TOKENIZE,
        /** The text of tokens. */
        DETOKENIZE
    }
}
