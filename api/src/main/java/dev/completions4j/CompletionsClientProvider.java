// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

/**
 * The engine behind {@link CompletionsClient#builder()}, located by {@link java.util.ServiceLoader}.
 *
 * <p>The artifact {@code completions4j-core} implements this interface. Applications neither call nor implement it;
 * methods may be added.
 *
 * @since 0.1.0
 */
public interface CompletionsClientProvider {

    /** Returns a new builder with every property at its default. */
    CompletionsClient.Builder builder();
}
