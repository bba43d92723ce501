// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.flink;

/**
 * A record with its answer, as a Flink POJO.
 *
 * @param input the record
 * @param answer the answer
 * @param <T> the type of the records
 * @since 0.1.0
 */
public record Answered<T>(T input, Answer answer) {}
