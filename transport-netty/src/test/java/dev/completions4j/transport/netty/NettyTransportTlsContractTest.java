// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import dev.completions4j.transport.tck.ContractServer;

/** Verifies that the Netty transport satisfies the contract over TLS. */
final class NettyTransportTlsContractTest extends NettyTransportContractTest {

    @Override
    protected ContractServer openServer() {
        return ContractServer.http1OverTls();
    }
}
