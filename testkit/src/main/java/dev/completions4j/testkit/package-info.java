// SPDX-License-Identifier: Apache-2.0
/**
 * Stand-ins for what a client of the completions endpoint talks to.
 *
 * <p>{@link dev.completions4j.testkit.FakeTransport} replaces the network: it answers by a script of
 * {@link dev.completions4j.testkit.FakeReply}s, or the test itself gives each signal.
 * {@link dev.completions4j.testkit.ManualTime} replaces the clock.
 * {@link dev.completions4j.testkit.LoopbackServer} stands at the other end of real sockets, where
 * a {@link dev.completions4j.testkit.ConnectionScript} decides about each byte, or a
 * {@link dev.completions4j.testkit.FakeModel} answers as the endpoint does, in the dialect of whichever server; a
 * {@link dev.completions4j.testkit.Fault} can be laid over both.
 */
@NullMarked
package dev.completions4j.testkit;

import org.jspecify.annotations.NullMarked;
