// SPDX-License-Identifier: Apache-2.0
/**
 * Clients measured end to end: a load server in one JVM, a client in another, and a program that starts both.
 *
 * <p>The way of a measurement: {@code Benchmarks} reads the command, {@code Rounds} starts a {@code Serve} and one
 * {@code Drive} after the other, each in a JVM of its own; that drives a {@code Driver} by a {@code Load}, and prints a
 * {@code Measurement}.
 */
@NullMarked
package dev.completions4j.benchmarks;

import org.jspecify.annotations.NullMarked;
