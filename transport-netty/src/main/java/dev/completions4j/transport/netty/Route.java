// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import dev.completions4j.transport.HostAndPort;
import java.net.URI;
import java.util.Locale;

/**
 * Where a connection leads: any connection of a route can serve any request of it.
 *
 * @param scheme {@code http} or {@code https}
 * @param host in lower case; an IPv6 address is without brackets
 * @param port never absent
 */
record Route(String scheme, String host, int port) {

    /** @throws IllegalArgumentException if the URI names no scheme or no host that this transport can reach */
    static Route of(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("The URI's scheme is neither http nor https; use one of these");
        }
        HostAndPort server = HostAndPort.of(uri);
        return new Route(scheme, server.host().toLowerCase(Locale.ROOT), server.port());
    }

    boolean isTls() {
        return scheme.equals("https");
    }

    /**
     * The value of the Host header: the port stands in it only if it is not the scheme's own, and the zone of an IPv6
     * address, which means something on this machine alone, not at all (RFC 6874, section 4).
     */
    String authority() {
        int zone = host.indexOf('%');
        String named = zone < 0 ? host : host.substring(0, zone);
        return port == defaultPort(scheme) ? bracketed(named) : withPort(named, port);
    }

    /** Host and port, as messages name the server. */
    @Override
    public String toString() {
        return withPort(host, port);
    }

    /** A host and a port; an IPv6 address gets brackets. */
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
