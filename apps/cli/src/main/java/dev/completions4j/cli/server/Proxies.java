// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.server;

import dev.completions4j.transport.ProxyServer;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** Proxies by their URLs. */
final class Proxies {

    private static final String FORM =
            "write it as in http://proxy.example:3128 or socks5://localhost:1080, and a # in a password as %23";

    private Proxies() {}

    /**
     * Returns the proxy of a URL, with the user and the password that the URL has.
     *
     * @throws IllegalArgumentException if it has another form; the message continues a sentence
     */
    static ProxyServer of(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(FORM, e);
        }
        if (uri.getHost() == null || uri.getPort() < 0 || !endsWithThePort(uri)) {
            throw new IllegalArgumentException(FORM);
        }
        ProxyServer proxy = proxy(uri);
        String user = uri.getUserInfo();
        return user == null ? proxy : withCredentials(proxy, user);
    }

    /** Otherwise, user and password may read as host and port, as in {@code http://user:12#34@host:3128}. */
    private static boolean endsWithThePort(URI uri) {
        String path = uri.getRawPath();
        return (path.isEmpty() || path.equals("/")) && uri.getRawQuery() == null && uri.getRawFragment() == null;
    }

    private static ProxyServer proxy(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        return switch (scheme) {
            case "http" -> ProxyServer.http(uri.getHost(), uri.getPort());
            case "socks5" -> ProxyServer.socks5(uri.getHost(), uri.getPort());
            default -> throw new IllegalArgumentException(FORM);
        };
    }

    private static ProxyServer withCredentials(ProxyServer proxy, String userInfo) {
        int colon = userInfo.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException(
                    "it has a user without a password; write http://user:password@host:port");
        }
        return proxy.withCredentials(userInfo.substring(0, colon), userInfo.substring(colon + 1));
    }
}
