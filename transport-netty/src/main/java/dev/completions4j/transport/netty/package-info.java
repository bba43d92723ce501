// SPDX-License-Identifier: Apache-2.0
/**
 * The transport over Netty 4.2: HTTP/1.1 and HTTP/2, with event loops of its own or borrowed ones.
 *
 * <p>A request walks one way: {@code NettyTransport} opens a {@code NettyExchange}, which takes a place in a
 * {@code Connection} from the {@code RoutePool}, which has a {@code ConnectAttempt} open one if need be; the response
 * walks back through {@code ResponseDecoder}, {@code Http1Connection} and {@code ResponseReader}, or through
 * {@code Http2Codec}, {@code Http2ClientConnection} and {@code Http2ResponseSource}, to the exchange, which calls the
 * handler. All of that runs on the event loop of the connection.
 */
@NullMarked
package dev.completions4j.transport.netty;

import org.jspecify.annotations.NullMarked;
