// SPDX-License-Identifier: Apache-2.0
/**
 * Stands in for the network, without sockets: {@link dev.completions4j.testkit.transport.FakeTransport} answers by a
 * script of {@link dev.completions4j.testkit.transport.FakeReply}s, or the test itself gives each signal.
 */
@NullMarked
package dev.completions4j.testkit.transport;

import org.jspecify.annotations.NullMarked;
