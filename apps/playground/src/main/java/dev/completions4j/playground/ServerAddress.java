// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.playground;

import dev.completions4j.transport.HostAndPort;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a client sends its requests; equal for all base URLs with the same effect, such as with and without
 * {@code /v1}.
 */
record ServerAddress(
        String scheme,
        String host,
        int port,
        String path,
        @Nullable String query) {

    private static final String COMPLETIONS = "/completions";

    /**
     * Returns the address of a base URL.
     *
     * @param baseUrl a URL that a client accepts
     * @param defaultPath the path that the client uses if the URL has none
     */
    static ServerAddress of(String baseUrl, String defaultPath) {
        URI url = URI.create(baseUrl.strip());
        HostAndPort server = HostAndPort.of(url);
        String given = withoutTrailingSlashes(url.getRawPath());
        String path = given.endsWith(COMPLETIONS)
                ? withoutTrailingSlashes(given.substring(0, given.length() - COMPLETIONS.length()))
                : given.isEmpty() ? defaultPath : given;
        return new ServerAddress(
                url.getScheme().toLowerCase(Locale.ROOT),
                server.host().toLowerCase(Locale.ROOT),
                server.port(),
                path,
                url.getRawQuery());
    }

    private static String withoutTrailingSlashes(String path) {
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }
}
