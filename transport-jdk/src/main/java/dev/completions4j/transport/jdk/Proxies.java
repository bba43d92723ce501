// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import dev.completions4j.transport.ProxyServer;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Knows the proxy that a client goes through, so that the proxy's name is resolved, and its failures are its own. */
final class Proxies {

    private final @Nullable ProxyServer configured;
    private final @Nullable ProxySelector selector;

    /**
     * @param client whose selector, or else the JVM's, is asked if no proxy is configured
     * @param configured what the client was told; null if it was told nothing here
     */
    Proxies(HttpClient client, @Nullable ProxyServer configured) {
        this.configured = configured;
        this.selector = client.proxy().orElseGet(ProxySelector::getDefault);
    }

    /** The proxy before a server; null if there is none. */
    @Nullable ProxyServer before(URI server) {
        if (configured != null || selector == null) {
            return configured;
        }
        try {
            return first(selector.select(server));
        } catch (Throwable mistake) {
            // The client meets it too, and reports it.
            return null;
        }
    }

    /** The client tries the first, and no other, and that only if it is one of HTTP. */
    private static @Nullable ProxyServer first(List<Proxy> proxies) {
        if (proxies.isEmpty()
                || proxies.get(0).type() != Proxy.Type.HTTP
                || !(proxies.get(0).address() instanceof InetSocketAddress address)) {
            return null;
        }
        return ProxyServer.http(address.getHostString(), address.getPort());
    }
}
