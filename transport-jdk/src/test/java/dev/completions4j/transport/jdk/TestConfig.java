// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import dev.completions4j.transport.TransportConfig;
import java.time.Duration;

/** The configuration of transports in tests. */
final class TestConfig {

    /** The default one, with enough time to connect in a JVM that has just started, on a busy machine. */
    static final TransportConfig PATIENT = TransportConfig.defaults().withConnectTimeout(Duration.ofMinutes(1));

    private TestConfig() {}
}
