// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportConfig;
import dev.completions4j.transport.netty.NettyTransport;
import dev.completions4j.transport.tck.ContractServer;
import dev.completions4j.transport.tck.TransportContract;

/** The contract of the Netty transport over HTTP/2. */
class NettyHttp2ContractTest extends TransportContract {

    @Override
    protected Transport create(TransportConfig config) {
        return NettyTransport.builder().config(config).build();
    }

    @Override
    protected ContractServer openServer() {
        return new Http2ContractServer();
    }
}
