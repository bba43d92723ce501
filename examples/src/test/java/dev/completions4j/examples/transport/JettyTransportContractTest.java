// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.examples.transport;

import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportConfig;
import dev.completions4j.transport.tck.TransportContract;

/** Shows that a third-party transport can satisfy the contract. */
class JettyTransportContractTest extends TransportContract {

    @Override
    protected Transport create(TransportConfig config) {
        return new JettyTransport(config);
    }

    @Override
    protected String threadNamePrefix() {
        return JettyTransport.THREADS;
    }
}
