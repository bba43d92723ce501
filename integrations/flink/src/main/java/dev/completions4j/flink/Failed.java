// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.flink;

/**
 * A record whose call failed, as a Flink POJO.
 *
 * @param input the record
 * @param failure the failure
 * @param <T> the type of the records
 * @since 0.1.0
 */
public record Failed<T>(T input, Failure failure) {}
