// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.servers;

import java.util.Map;
import org.junit.jupiter.api.Tag;

/** The real server, where it can run. */
@Tag("real-servers")
class RealVllmTest extends ServerSuite {

    RealVllmTest() {
        super(KnownServer.VLLM);
    }

    @Override
    TestedServer start() {
        return Vllm.find();
    }

    @Override
    TestedServer startAnother() {
        return Vllm.start();
    }

    @Override
    Map<String, String> knownDifferences() {
        return Map.of();
    }
}
