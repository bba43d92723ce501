// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportConfig;
import dev.completions4j.transport.TransportProvider;

/** Provides {@link JdkTransport} under the name {@code jdk}. */
public final class JdkTransportProvider implements TransportProvider {

    /** Creates the provider; called by {@link java.util.ServiceLoader}. */
    public JdkTransportProvider() {}

    @Override
    public String name() {
        return JdkTransport.NAME;
    }

    @Override
    public int priority() {
        return 50;
    }

    @Override
    public Transport create(TransportConfig config) {
        return JdkTransport.create(config);
    }
}
