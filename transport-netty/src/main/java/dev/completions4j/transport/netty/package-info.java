// SPDX-License-Identifier: Apache-2.0
/**
 * A transport over Netty 4.1 or 4.2: HTTP/1.1 and HTTP/2, with shared or provided event loops.
 *
 * <p>Requests: {@code NettyTransport} starts a {@code NettyExchange}, which takes a place in a {@code Connection} from
 * the {@code RoutePool}: in one of its {@code PooledConnections}, or in a new one that a {@code ConnectAttempt} opens.
 *
 * <p>Responses pass through {@code ResponseDecoder}, {@code Http1Connection} and {@code ResponseReader}, or through
 * {@code Http2Codec}, {@code Http2ClientConnection} and {@code Http2ResponseSource}, to the exchange, which calls the
 * handler. All of this runs on the event loop of the connection.
 */
@NullMarked
package dev.completions4j.transport.netty;

import org.jspecify.annotations.NullMarked;
