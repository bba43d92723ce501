// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportConfig;
import dev.completions4j.transport.TransportProvider;
import org.jspecify.annotations.Nullable;

/** Provides {@link NettyTransport} under the name {@code netty}. */
public final class NettyTransportProvider implements TransportProvider {

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

    /** Returns null if Netty 4.1 or 4.2 is present, in a version that the transport supports. */
    @Override
    public @Nullable String unavailableReason() {
        return Problem.TEXT;
    }

    @Override
    public Transport create(TransportConfig config) {
        return NettyTransport.builder().config(config).build();
    }

    /** What is on the class path does not change, so that one look is enough. */
    private static final class Problem {
        static final @Nullable String TEXT = NettyCheck.problem(NettyTransportProvider.class.getClassLoader());
    }
}
