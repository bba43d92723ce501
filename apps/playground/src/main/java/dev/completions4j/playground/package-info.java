// SPDX-License-Identifier: Apache-2.0
/**
 * A page that shows a stream token by token, and the server behind it, which embeds the client in Vert.x.
 *
 * <p>The page and its server exchange the signals of {@link java.util.concurrent.Flow} over one WebSocket.
 */
@NullMarked
package dev.completions4j.playground;

import org.jspecify.annotations.NullMarked;
