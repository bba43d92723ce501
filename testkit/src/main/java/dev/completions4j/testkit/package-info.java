// SPDX-License-Identifier: Apache-2.0
/**
 * Stand-ins for what a client of the completions endpoint talks to, in packages by what they stand in for.
 *
 * <p>{@link dev.completions4j.testkit.transport} replaces the network, {@link dev.completions4j.testkit.model} the model,
 * and {@link dev.completions4j.testkit.server} the server at the other end of real sockets;
 * {@link dev.completions4j.testkit.recording} plays back what a real server sent. Here are what these share, the
 * {@link dev.completions4j.testkit.ManualTime} that replaces the clock, and a subscriber that writes down what it gets.
 */
@NullMarked
package dev.completions4j.testkit;

import org.jspecify.annotations.NullMarked;
