// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportConfig;
import dev.completions4j.transport.TransportProvider;
import dev.completions4j.transport.tck.BorrowingTransport;
import dev.completions4j.transport.tck.TransportContract;
import io.netty.channel.EventLoopGroup;
import java.util.concurrent.TimeUnit;

/** Verifies that the Netty transport satisfies the contract, over HTTP/1.1. */
class NettyTransportContractTest extends TransportContract {

    @Override
    protected Transport create(TransportConfig config) {
        return NettyTransport.builder().config(config).build();
    }

    @Override
    protected TransportProvider provider() {
        return new NettyTransportProvider();
    }

    @Override
    protected String threadNamePrefix() {
        return "completions4j-netty-";
    }

    @Override
    protected BorrowingTransport createBorrowing(TransportConfig config) {
        EventLoopGroup group = TestEventLoops.nio(1);
        return new BorrowingTransport(
                NettyTransport.builder().config(config).eventLoopGroup(group).build(),
                () -> !group.isShuttingDown(),
                () -> group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly());
    }
}
