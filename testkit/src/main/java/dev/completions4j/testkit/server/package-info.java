// SPDX-License-Identifier: Apache-2.0
/**
 * A fake of the server, with real sockets.
 *
 * <p>A {@link dev.completions4j.testkit.server.LoopbackServer} serves a fake model, or runs a
 * {@link dev.completions4j.testkit.server.ConnectionScript} that controls each byte; a
 * {@link dev.completions4j.testkit.server.Fault} can be injected into both.
 */
@NullMarked
package dev.completions4j.testkit.server;

import org.jspecify.annotations.NullMarked;
