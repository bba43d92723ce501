// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import dev.completions4j.transport.HostAndPort;
import java.net.URI;
import java.util.Locale;

/**
 * The destination of a connection. Requests with the same route can share connections.
 *
 * @param scheme {@code http} or {@code https}
 * @param host the host in lower case; an IPv6 address without brackets
 * @param port the port, explicit or the scheme's default
 * @param authority the value of the {@code Host} header, without the scheme's default port and without the zone of an
 *     IPv6 address, which is meaningful only on this machine (RFC 6874, section 4)
 */
record Route(String scheme, String host, int port, String authority) {

    Route(String scheme, String host, int port) {
        this(scheme, host, port, authority(scheme, host, port));
    }

    /** @throws IllegalArgumentException if the scheme is neither http nor https, or if the host is invalid */
    static Route of(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("The URI's scheme must be http or https");
        }
        HostAndPort server = HostAndPort.of(uri);
        return new Route(scheme, server.host().toLowerCase(Locale.ROOT), server.port());
    }

    boolean isTls() {
        return scheme.equals("https");
    }

    private static String authority(String scheme, String host, int port) {
        int zone = host.indexOf('%');
        String named = zone < 0 ? host : host.substring(0, zone);
        return port == defaultPort(scheme) ? bracketed(named) : withPort(named, port);
    }

    /** Returns host and port, for messages. */
    @Override
    public String toString() {
        return withPort(host, port);
    }

    /** Returns host and port, with brackets around an IPv6 address. */
    static String withPort(String host, int port) {
        return bracketed(host) + ":" + port;
    }

    private static String bracketed(String host) {
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }

    private static int defaultPort(String scheme) {
        return scheme.equals("https") ? 443 : 80;
    }
}
