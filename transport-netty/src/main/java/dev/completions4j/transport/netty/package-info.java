/**
 * The transport over Netty 4.2: HTTP/1.1, plain and over TLS, with its own event loops or borrowed ones.
 *
 * <p>A request walks one way: {@code NettyTransport} opens a {@code NettyExchange}, which takes an idle
 * {@code HttpConnection} from the {@code ConnectionPool} or has a {@code ConnectAttempt} open one; the response walks
 * back through {@code ResponseDecoder}, {@code HttpConnection} and {@code ResponseReader} to the exchange, which calls
 * the handler. All of that runs on the event loop of the connection.
 */
@NullMarked
package dev.completions4j.transport.netty;

import org.jspecify.annotations.NullMarked;
