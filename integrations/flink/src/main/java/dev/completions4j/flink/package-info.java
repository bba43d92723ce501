// SPDX-License-Identifier: Apache-2.0
/**
 * Text completions in Apache Flink: a function for {@code DataStream} jobs, and a model provider for SQL.
 *
 * <p>{@link dev.completions4j.flink.CompletionStreams} is the entry point for {@code DataStream} jobs. In SQL, the
 * provider is named {@code completions}; {@link dev.completions4j.flink.ModelOptions} lists its options.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.completions4j.flink;

import org.jspecify.annotations.NullMarked;
