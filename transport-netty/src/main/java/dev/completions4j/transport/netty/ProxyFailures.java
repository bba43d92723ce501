// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import dev.completions4j.transport.ProxyServer;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.TransportException;
import dev.completions4j.transport.TransportException.Kind;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.proxy.HttpProxyHandler.HttpProxyConnectException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Classifies the failures of a proxy before anything was sent to the server. */
final class ProxyFailures implements ReachFailures {

    private final ProxyServer proxy;
    private final Route route;

    ProxyFailures(ProxyServer proxy, Route route) {
        this.proxy = proxy;
        this.route = route;
    }

    @Override
    public TransportException resolving(Throwable cause) {
        return failure(
                "Cannot resolve the host name of the proxy " + proxy + "; check its spelling and the name server",
                cause);
    }

    @Override
    public TransportException connecting(Throwable cause, Duration connectTimeout) {
        return failure("Cannot connect to the proxy " + proxy + "; check that it is running and reachable", cause);
    }

    @Override
    public TransportException timeout(Duration connectTimeout) {
        return failure(
                "The proxy " + proxy + " did not connect to " + route + " within " + connectTimeout.toMillis()
                        + " ms; check that both are reachable, or raise connectTimeout",
                null);
    }

    /** Returns the failure of a proxy that did not connect to the server. */
    TransportException refusing(Throwable cause) {
        if (cause instanceof HttpProxyConnectException http
                && http.headers() != null
                && http.headers().contains(HttpHeaderNames.PROXY_AUTHENTICATE)) {
            return failure("The proxy " + proxy + " rejected the credentials or received none; check them", cause);
        }
        return failure(
                "The proxy " + proxy + " did not connect to " + route
                        + "; the cause may tell why: credentials, its rules, or the server behind it",
                cause);
    }

    private static TransportException failure(String message, @Nullable Throwable cause) {
        return new TransportException(Kind.PROXY, RequestProgress.NOT_SENT, message, cause);
    }
}
