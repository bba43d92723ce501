// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import dev.completions4j.transport.HostAndPort;
import dev.completions4j.transport.ProxyServer;
import dev.completions4j.transport.TransportRequest;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Determines the URIs under which the client tries a server, so that all addresses of a host are tried.
 *
 * <p>The client tries only the first address of a name, and accepts only names that {@link URI#getHost} accepts. Other
 * addresses can replace the host of the URI; the name then has to be in the {@code Host} header, which the client
 * permits only if the system property {@code jdk.httpclient.allowRestrictedHeaders} includes {@code host}. For
 * {@code localhost}, {@code Host} contains the address instead. With TLS, neither is possible, since the name is part
 * of the handshake.
 */
final class Targets {

    private static final int HTTP_PORT = 80;

    private final boolean hostHeaderAllowed = isHostHeaderAllowed();

    /** Whether the client connects to a server without a proxy. */
    private final Predicate<URI> direct;

    /** The reachable addresses of servers with several addresses. */
    private final Map<HostAndPort, InetAddress> reached = new ConcurrentHashMap<>();

    Targets(Predicate<URI> direct) {
        this.direct = direct;
    }

    /**
     * Returns whether the client accepts a URI for the server of a request.
     *
     * @param proxy the proxy of the request, which needs the name; null if there is none
     */
    boolean canName(TransportRequest request, @Nullable ProxyServer proxy) {
        return request.uri().getHost() != null || (hostHeaderAllowed && proxy == null && !isTls(request));
    }

    private static boolean isTls(TransportRequest request) {
        return "https".equalsIgnoreCase(request.uri().getScheme());
    }

    /**
     * Returns the targets to try in turn, the last reachable one first; empty if the client accepts none.
     *
     * @param addresses the host's addresses in order of preference; empty if the host is not resolved here
     */
    List<Target> of(TransportRequest request, List<InetAddress> addresses) {
        URI uri = request.uri();
        HostAndPort server = HostAndPort.of(uri);
        String hostHeader = hostHeaderAllowed ? hostHeader(server) : null;
        List<Target> targets = new ArrayList<>();
        if (uri.getHost() != null && (hostHeader == null || addresses.size() <= 1)) {
            targets.add(Target.byName(uri));
        }
        if (!isTls(request) && (hostHeader != null || server.host().equalsIgnoreCase("localhost"))) {
            addresses.stream()
                    // The client tries the first one by name.
                    .skip(targets.size())
                    .map(address -> new Target(withHost(uri, address, server.port()), hostHeader, address))
                    .filter(target -> direct.test(target.uri()))
                    .forEach(targets::add);
        }
        if (targets.isEmpty() && uri.getHost() != null) {
            targets.add(Target.byName(uri));
        }
        InetAddress best = reached.get(server);
        targets.sort((one, other) -> Boolean.compare(leadsTo(best, other), leadsTo(best, one)));
        return targets;
    }

    /** Called when a server with several targets was reached. */
    void onReached(TransportRequest request, Target target) {
        HostAndPort server = HostAndPort.of(request.uri());
        if (target.address() == null) {
            reached.remove(server);
        } else {
            reached.put(server, target.address());
        }
    }

    private static boolean leadsTo(@Nullable InetAddress best, Target target) {
        return best != null && best.equals(target.address());
    }

    private static String hostHeader(HostAndPort server) {
        String hostAndPort = server.toString();
        return server.port() == HTTP_PORT ? hostAndPort.substring(0, hostAndPort.lastIndexOf(':')) : hostAndPort;
    }

    private static URI withHost(URI uri, InetAddress address, int port) {
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        HostAndPort literal = new HostAndPort(address.getHostAddress(), port);
        return URI.create(uri.getScheme() + "://" + literal + uri.getRawPath() + query);
    }

    /** Tests the client, since it reads the property only once per JVM. */
    private static boolean isHostHeaderAllowed() {
        try {
            HttpRequest.newBuilder().header("Host", "host");
            return true;
        } catch (IllegalArgumentException restricted) {
            return false;
        }
    }
}
