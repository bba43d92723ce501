// SPDX-License-Identifier: Apache-2.0
/**
 * End-to-end benchmarks of clients: a load server in one JVM, a client in another, and a program that starts both.
 *
 * <p>The course of a measurement: {@code Benchmarks} reads the command; {@code Rounds} starts a {@code Serve} and one
 * {@code Drive} after the other, each in its own JVM; {@code Drive} applies load to a {@code Driver} and prints a
 * {@code Measurement}.
 */
@NullMarked
package dev.completions4j.benchmarks;

import org.jspecify.annotations.NullMarked;
