package dev.completions4j.micrometer;

import java.net.URI;

/**
 * Where a server is.
 *
 * @param host its name or address
 * @param port the scheme's own, if the URL names none
 */
record ServerAddress(String host, int port) {

    /** @param baseUrl absolute, as listeners are told */
    static ServerAddress of(String baseUrl) {
        URI url = URI.create(baseUrl);
        int port = url.getPort();
        return new ServerAddress(withoutBrackets(url.getHost()), port >= 0 ? port : defaultPort(url));
    }

    /** An address of IPv6 has them in URLs alone. */
    private static String withoutBrackets(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static int defaultPort(URI url) {
        return url.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    }
}
