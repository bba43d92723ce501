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

/** The way through a proxy, by CONNECT or by SOCKS5, which both carry any protocol. */
final class Tunnel {

    private final ProxyServer proxy;

    Tunnel(ProxyServer proxy) {
        this.proxy = proxy;
    }

    ProxyFailures failures(Route route) {
        return new ProxyFailures(proxy, route);
    }

    /** Speaks to the proxy at an address of its own; for one channel. */
    ProxyHandler handlerFor(SocketAddress proxyAddress) {
        ProxyHandler handler = newHandler(proxyAddress);
        // Its time is part of the connect timeout.
        handler.setConnectTimeoutMillis(0);
        return handler;
    }

    /** What the proxy is asked to connect to; it resolves names by itself. */
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
