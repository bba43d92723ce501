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
 * Decides under which URIs the client is to try a server, so that every address of a name gets its turn.
 *
 * <p>The client itself tries only the first address of a name, and accepts only the names that {@link URI#getHost} knows.
 * Any other address can be the host of the URI; the {@code Host} header then has to tell the name, which the client
 * permits only if the system property {@code jdk.httpclient.allowRestrictedHeaders} lists {@code host}. The server of
 * {@code localhost} is given its address in place of the name. With TLS neither will do, since the name goes into the
 * handshake.
 */
final class Targets {

    private static final int HTTP_PORT = 80;

    private final boolean hostHeaderAllowed = isHostHeaderAllowed();

    /** Whether the client goes through no proxy to a server. */
    private final Predicate<URI> direct;

    /** Of servers with several addresses, the one that could be reached. */
    private final Map<HostAndPort, InetAddress> reached = new ConcurrentHashMap<>();

    Targets(Predicate<URI> direct) {
        this.direct = direct;
    }

    /**
     * Returns whether there is a URI for the server of a request that the client would take.
     *
     * @param proxy through which the request goes, and which then needs to know the name; null if it goes through none
     */
    boolean canName(TransportRequest request, @Nullable ProxyServer proxy) {
        return request.uri().getHost() != null || (hostHeaderAllowed && proxy == null && !isTls(request));
    }

    private static boolean isTls(TransportRequest request) {
        return "https".equalsIgnoreCase(request.uri().getScheme());
    }

    /**
     * Returns the targets to try in turn, the one that was reached last first; empty if there is none that the client
     * would take.
     *
     * @param addresses of the host, in order of preference; empty if it is not for this side to resolve it
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
                    // The client takes the first one by name.
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

    /** Remembers that a server could be reached under one of several targets. */
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

    /** Asks the client itself, since it reads the property once in the life of the JVM. */
    private static boolean isHostHeaderAllowed() {
        try {
            HttpRequest.newBuilder().header("Host", "host");
            return true;
        } catch (IllegalArgumentException restricted) {
            return false;
        }
    }
}
