// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportConfig;
import dev.completions4j.transport.TransportProvider;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Provides {@link NettyTransport} under the name {@code netty}. */
public final class NettyTransportProvider implements TransportProvider {

    /** One class of each Netty library that the transport uses; the first is not in Netty 4.1. */
    private static final List<String> NEEDED_CLASSES = List.of(
            "io.netty.channel.MultiThreadIoEventLoopGroup",
            "io.netty.handler.codec.http.HttpResponseDecoder",
            "io.netty.handler.codec.http2.Http2ConnectionHandler",
            "io.netty.handler.proxy.ProxyHandler",
            "io.netty.handler.ssl.SslHandler");

    /** Creates the provider; called by {@link java.util.ServiceLoader}. */
    public NettyTransportProvider() {}

    @Override
    public String name() {
        return NettyTransport.NAME;
    }

    @Override
    public int priority() {
        return 100;
    }

    /** Returns null if Netty 4.2 is present. */
    @Override
    public @Nullable String unavailableReason() {
        for (String name : NEEDED_CLASSES) {
            try {
                Class.forName(name, false, NettyTransportProvider.class.getClassLoader());
            } catch (ClassNotFoundException | LinkageError e) {
                return "the class " + name
                        + " is missing: add io.netty:netty-codec-http, netty-codec-http2, netty-handler and netty-handler-proxy,"
                        + " version 4.2, and check that no other dependency selects an older version of Netty";
            }
        }
        return null;
    }

    @Override
    public Transport create(TransportConfig config) {
        return NettyTransport.builder().config(config).build();
    }
}
