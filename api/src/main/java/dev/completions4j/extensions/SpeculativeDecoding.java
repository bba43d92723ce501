// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.extensions;

import dev.completions4j.Preview;
import org.jspecify.annotations.Nullable;

/**
 * The figures of speculative decoding, in which a cheaper method proposes tokens that the model accepts or rejects.
 * Components that the server does not report are null.
 *
 * @param steps the number of steps in which the model checked proposed tokens
 * @param draftTokens the number of proposed tokens
 * @param acceptedDraftTokens the number of proposed tokens that were accepted
 * @param acceptanceRate the fraction of proposed tokens that were accepted
 * @param meanAcceptanceLength the mean number of tokens generated in a step, including the one that follows the
 *     accepted tokens
 * @since 0.1.0
 */
@Preview
public record SpeculativeDecoding(
        @Nullable Long steps,
        @Nullable Long draftTokens,
        @Nullable Long acceptedDraftTokens,
        @Nullable Double acceptanceRate,
        @Nullable Double meanAcceptanceLength) {}
