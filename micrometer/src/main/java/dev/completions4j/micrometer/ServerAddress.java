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
        return new ServerAddress(
                url.getHost(), port >= 0 ? port : url.getScheme().equals("https") ? 443 : 80);
    }
}
