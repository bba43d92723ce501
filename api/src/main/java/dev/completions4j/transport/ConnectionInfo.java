// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport;

import org.jspecify.annotations.Nullable;

/**
 * The connection of an exchange.
 *
 * @param reused whether an earlier or concurrent exchange used the connection
 * @param protocol {@code HTTP/1.1} or {@code HTTP/2}
 * @param remoteAddress the address of the server or proxy; null if unknown
 * @since 0.1.0
 */
public record ConnectionInfo(
        boolean reused, String protocol, @Nullable String remoteAddress) {}
