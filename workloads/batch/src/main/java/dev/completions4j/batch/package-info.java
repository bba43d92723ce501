// SPDX-License-Identifier: Apache-2.0
/**
 * Runs a file or a sequence of requests and writes each answer exactly once, through crashes and restarts.
 *
 * <p>Start with {@link dev.completions4j.batch.BatchRunner#builder()}.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.completions4j.batch;

import org.jspecify.annotations.NullMarked;
