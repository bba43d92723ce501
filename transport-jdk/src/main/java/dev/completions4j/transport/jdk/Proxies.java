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

/** Finds the proxy that a client uses, so that its name is resolved and its failures are attributed to it. */
final class Proxies {

    private final @Nullable ProxyServer configured;
    private final @Nullable ProxySelector selector;

    /**
     * @param client its proxy selector, or else the JVM's, is used if no proxy is configured
     * @param configured the client's configured proxy; null if there is none
     */
    Proxies(HttpClient client, @Nullable ProxyServer configured) {
        this.configured = configured;
        this.selector = client.proxy().orElseGet(ProxySelector::getDefault);
    }

    /** Returns the proxy before a server; null if there is none. */
    @Nullable ProxyServer before(URI server) {
        if (configured != null || selector == null) {
            return configured;
        }
        try {
            return first(selector.select(server));
        } catch (Throwable mistake) {
            // The client calls the selector too, and reports the exception.
            return null;
        }
    }

    /** Returns the first proxy if it is an HTTP proxy: the client uses no other. */
    private static @Nullable ProxyServer first(List<Proxy> proxies) {
        if (proxies.isEmpty()
                || proxies.get(0).type() != Proxy.Type.HTTP
                || !(proxies.get(0).address() instanceof InetSocketAddress address)) {
            return null;
        }
        return ProxyServer.http(address.getHostString(), address.getPort());
    }
}
