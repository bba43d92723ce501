// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport;

import org.jspecify.annotations.Nullable;

/**
 * The connection of an exchange.
 *
 * @param reused whether an earlier exchange had it, or has it at the same time
 * @param protocol {@code HTTP/1.1} or {@code HTTP/2}
 * @param remoteAddress of the server, or of the proxy; null if the transport does not tell
 */
public record ConnectionInfo(
        boolean reused, String protocol, @Nullable String remoteAddress) {}
