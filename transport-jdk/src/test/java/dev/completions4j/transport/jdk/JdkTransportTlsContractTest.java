// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import dev.completions4j.transport.tck.ContractServer;

/** Verifies that the JDK transport satisfies the contract over TLS. */
final class JdkTransportTlsContractTest extends JdkTransportContractTest {

    @Override
    protected ContractServer openServer() {
        return ContractServer.http1OverTls();
    }
}
