// SPDX-License-Identifier: Apache-2.0
/**
 * The transport contract as a test suite.
 *
 * <p>Authors of transports extend {@link dev.completions4j.transport.tck.TransportContract}; authors of servers for
 * other protocols implement {@link dev.completions4j.transport.tck.ContractServer}.
 */
@NullMarked
package dev.completions4j.transport.tck;

import org.jspecify.annotations.NullMarked;
