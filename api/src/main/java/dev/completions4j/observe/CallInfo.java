// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.observe;

import dev.completions4j.CallOptions;
import dev.completions4j.CompletionRequest;
import org.jspecify.annotations.Nullable;

/**
 * A call that begins.
 *
 * @param operation what is asked for
 * @param provider the server's kind, by the name of its profile
 * @param request null for {@link Operation#MODELS}
 * @param options the call's own
 */
public record CallInfo(
        Operation operation, String provider, @Nullable CompletionRequest request, CallOptions options) {

    /** What a call asks for. */
    public enum Operation {
        /** A completion as a whole. */
        COMPLETE,
        /** A streamed completion. */
        STREAM,
        /** The list of models. */
        MODELS
    }
}
