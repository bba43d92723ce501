// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.attempt;

import dev.completions4j.core.internal.error.Failures;
import dev.completions4j.core.internal.observe.CallEvents;
import dev.completions4j.core.internal.timeout.TimeoutWatch;
import org.jspecify.annotations.Nullable;

/**
 * The per-call settings of a call's attempts.
 *
 * @param maxAttempts maximum number of attempts, including the first; null for the client's default
 * @param affinity see {@link dev.completions4j.CallOptions#affinity()}
 * @param failures creates its exceptions
 * @param events notifies its listeners
 * @param watch watches its timeouts
 */
public record CallTerms(
        @Nullable Integer maxAttempts,
        @Nullable String affinity,
        Failures failures,
        CallEvents events,
        TimeoutWatch watch) {}
