// SPDX-License-Identifier: Apache-2.0
/**
 * Stands in for the server, at the other end of real sockets.
 *
 * <p>A {@link dev.completions4j.testkit.server.LoopbackServer} serves a fake model, or does what a
 * {@link dev.completions4j.testkit.server.ConnectionScript} says about each byte; a
 * {@link dev.completions4j.testkit.server.Fault} can be laid over both.
 */
@NullMarked
package dev.completions4j.testkit.server;

import org.jspecify.annotations.NullMarked;
