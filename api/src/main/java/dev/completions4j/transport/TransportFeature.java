// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport;

/**
 * An optional capability of a transport.
 *
 * @since 0.1.0
 */
public enum TransportFeature {
    /** HTTP/2 with servers that negotiate it in the TLS handshake. */
    HTTP_2,
    /** HTTP/2 without TLS, with servers that are known to support it (RFC 9113, section 3.3). */
    HTTP_2_CLEARTEXT,
    /** Proxies of {@link ProxyServer.Type#HTTP}. */
    HTTP_PROXY,
    /** Proxies of {@link ProxyServer.Type#SOCKS5}. */
    SOCKS_PROXY,
    /** Connections to Unix domain sockets. */
    UNIX_DOMAIN_SOCKETS,
    /** Reports of connections with {@link ResponseHandler#onConnected}. */
    CONNECTION_EVENTS,
    /** Detection of requests that an HTTP/2 server did not process; they are sent again, or reported as such. */
    REFUSED_STREAMS
}
