// SPDX-License-Identifier: Apache-2.0
/**
 * Typed access to request parameters and results that are specific to individual servers.
 *
 * <p>Parameters of a server are a {@link dev.completions4j.RequestExtension} to pass to
 * {@link dev.completions4j.CompletionRequest.Builder#extension}. Results are read by the static methods of classes such
 * as {@code VllmResults}. They are lenient: a property of an unexpected type is treated as absent, and remains
 * available in {@code additionalProperties()}.
 *
 * <p>Servers change these properties without notice, so the types in this package are a
 * {@linkplain dev.completions4j.Preview preview}.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.completions4j.extensions;

import org.jspecify.annotations.NullMarked;
