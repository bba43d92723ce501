// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

/**
 * The engine behind {@link CompletionsClient#builder()}; found by {@link java.util.ServiceLoader}.
 *
 * <p>Callers never need it: {@code completions4j-core} provides it.
 */
public interface CompletionsClientProvider {

    /** A new builder with every setting at its default. */
    CompletionsClient.Builder builder();
}
