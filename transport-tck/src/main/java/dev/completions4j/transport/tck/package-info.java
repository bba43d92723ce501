// SPDX-License-Identifier: Apache-2.0
/**
 * The contract of transports as a test suite.
 *
 * <p>A transport's author extends {@link dev.completions4j.transport.tck.TransportContract}; an author of servers for
 * other protocols implements {@link dev.completions4j.transport.tck.ContractServer}.
 */
@NullMarked
package dev.completions4j.transport.tck;

import org.jspecify.annotations.NullMarked;
