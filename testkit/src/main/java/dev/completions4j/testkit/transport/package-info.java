// SPDX-License-Identifier: Apache-2.0
/**
 * A fake of the network, without sockets: {@link dev.completions4j.testkit.transport.FakeTransport} plays a script of
 * {@link dev.completions4j.testkit.transport.FakeReply}s, or lets the test send each signal.
 */
@NullMarked
package dev.completions4j.testkit.transport;

import org.jspecify.annotations.NullMarked;
