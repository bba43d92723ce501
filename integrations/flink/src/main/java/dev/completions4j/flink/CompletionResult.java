// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.flink;

import org.jspecify.annotations.Nullable;

/**
 * The result for a record, as a Flink POJO: either an answer or a failure.
 *
 * @param input the record
 * @param answer the answer; null if the call failed
 * @param failure the failure; null if the call was successful
 * @param <T> the type of the records
 * @since 0.1.0
 */
public record CompletionResult<T>(
        T input, @Nullable Answer answer, @Nullable Failure failure) {}
