package dev.completions4j.transport.netty;

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
        String host = uri.getHost();
        if (host == null) {
            throw new IllegalArgumentException(
                    "The URI names no valid host; a host name has letters, digits, dots and hyphens only");
        }
        if (host.startsWith("[")) {
            host = host.substring(1, host.length() - 1);
        }
        int port = uri.getPort() < 0 ? defaultPort(scheme) : uri.getPort();
        return new Route(scheme, host.toLowerCase(Locale.ROOT), port);
    }

    boolean isTls() {
        return scheme.equals("https");
    }

    /** The value of the Host header: the port stands in it only if it is not the scheme's own. */
    String authority() {
        return port == defaultPort(scheme) ? bracketed(host) : toString();
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
