// SPDX-License-Identifier: Apache-2.0
/**
 * What single servers take and send beyond the endpoint's own contract, with types.
 *
 * <p>The parameters of a server are a {@link dev.completions4j.RequestExtension}: hand them to
 * {@link dev.completions4j.CompletionRequest.Builder#extension}. What a server adds to its answers is read by methods
 * of {@code VllmResults} and its like. They are lenient: a property of an unexpected type reads as absent, and stays
 * where it was found, in {@code additionalProperties()}.
 */
@NullMarked
package dev.completions4j.extensions;

import org.jspecify.annotations.NullMarked;
