// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.servers;

import java.util.List;
import java.util.Map;

/** Compares the dialect of the fake model with the recorded responses of the real server. */
class FakeLlamaCppTest extends ServerSuite {

    FakeLlamaCppTest() {
        super(KnownServer.LLAMA_CPP);
    }

    @Override
    TestedServer start() {
        return new FakeServer(KnownServer.LLAMA_CPP.dialect());
    }

    @Override
    Map<String, String> knownDifferences() {
        return KnownServer.LLAMA_CPP.deviations().fake();
    }

    /** The error messages of the fake differ. */
    @Override
    List<String> comparable(List<String> observation) {
        return observation.stream().filter(line -> !line.startsWith("message ")).toList();
    }
}
