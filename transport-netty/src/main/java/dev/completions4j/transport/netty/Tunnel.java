// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import dev.completions4j.transport.ProxyServer;
import io.netty.handler.proxy.HttpProxyHandler;
import io.netty.handler.proxy.ProxyHandler;
import io.netty.handler.proxy.Socks5ProxyHandler;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** A tunnel through a proxy, by CONNECT or SOCKS5. */
final class Tunnel {

    private final ProxyServer proxy;

    Tunnel(ProxyServer proxy) {
        this.proxy = proxy;
    }

    ProxyFailures failures(Route route) {
        return new ProxyFailures(proxy, route);
    }

    /** Returns a handler for one channel to the proxy at the given address. */
    ProxyHandler handlerFor(SocketAddress proxyAddress) {
        ProxyHandler handler = newHandler(proxyAddress);
        // Limited by the connect timeout.
        handler.setConnectTimeoutMillis(0);
        return handler;
    }

    /** Returns the unresolved address of the server, which the proxy resolves. */
    SocketAddress destination(Route route) {
        InetAddress literal = NetUtil.createInetAddressFromIpAddressString(route.host());
        return literal == null
                ? InetSocketAddress.createUnresolved(route.host(), route.port())
                : new InetSocketAddress(literal, route.port());
    }

    private ProxyHandler newHandler(SocketAddress address) {
        String user = proxy.user();
        String password = proxy.password();
        boolean http = proxy.type() == ProxyServer.Type.HTTP;
        if (user == null || password == null) {
            return http ? new HttpProxyHandler(address) : new Socks5ProxyHandler(address);
        }
        return http ? new HttpProxyHandler(address, user, password) : new Socks5ProxyHandler(address, user, password);
    }
}
