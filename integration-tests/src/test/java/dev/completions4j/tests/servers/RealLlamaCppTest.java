// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.servers;

import java.util.Map;
import org.junit.jupiter.api.Tag;

/** The real server, where it can run. */
@Tag("real-servers")
class RealLlamaCppTest extends ServerSuite {

    RealLlamaCppTest() {
        super(KnownServer.LLAMA_CPP);
    }

    @Override
    TestedServer start() {
        return LlamaCpp.start();
    }

    @Override
    Map<String, String> knownDifferences() {
        return Map.of();
    }
}
