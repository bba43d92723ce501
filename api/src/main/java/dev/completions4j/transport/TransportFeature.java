// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport;

/** Something that a transport can do and another one need not. */
public enum TransportFeature {
    /** Speaks HTTP/2 where the server agrees to it in the TLS handshake. */
    HTTP_2,
    /** Speaks HTTP/2 without TLS, to servers that are known to take it (RFC 9113, section 3.3). */
    HTTP_2_CLEARTEXT,
    /** Goes through proxies of {@link ProxyServer.Type#HTTP}. */
    HTTP_PROXY,
    /** Goes through proxies of {@link ProxyServer.Type#SOCKS5}. */
    SOCKS_PROXY,
    /** Connects to Unix domain sockets. */
    UNIX_DOMAIN_SOCKETS,
    /** Reports connections by {@link ResponseHandler#onConnected}. */
    CONNECTION_EVENTS,
    /** Knows which requests an HTTP/2 server did not process, and sends them again or reports them as that. */
    REFUSED_STREAMS
}
