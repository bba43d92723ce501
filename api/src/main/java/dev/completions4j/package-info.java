// SPDX-License-Identifier: Apache-2.0
/**
 * The client, its requests and its results.
 *
 * <p>Start with {@link dev.completions4j.CompletionsClient#builder()}.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.completions4j;

import org.jspecify.annotations.NullMarked;
