// SPDX-License-Identifier: Apache-2.0
/**
 * The client, its requests and its results.
 *
 * <p>Start at {@link dev.completions4j.CompletionsClient#builder()}.
 */
@NullMarked
package dev.completions4j;

import org.jspecify.annotations.NullMarked;
