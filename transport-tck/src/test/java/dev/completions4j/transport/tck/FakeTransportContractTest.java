// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.tck;

import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportConfig;

/** Verifies that the fake transport satisfies all rules that do not require a network. */
class FakeTransportContractTest extends TransportContract {

    private final FakeContractServer server = new FakeContractServer();

    @Override
    protected Transport create(TransportConfig config) {
        return server.newTransport();
    }

    @Override
    protected ContractServer openServer() {
        return server;
    }
}
