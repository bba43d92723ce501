// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.servers;

import java.util.List;
import java.util.Map;

/** Compares the dialect of the fake model with the recorded responses of the real server. */
class FakeVllmTest extends ServerSuite {

    FakeVllmTest() {
        super(KnownServer.VLLM);
    }

    @Override
    TestedServer start() {
        return new FakeServer(KnownServer.VLLM.dialect());
    }

    @Override
    Map<String, String> knownDifferences() {
        return KnownServer.VLLM.deviations().fake();
    }

    /** The error messages of the fake differ. */
    @Override
    List<String> comparable(List<String> observation) {
        return observation.stream().filter(line -> !line.startsWith("message ")).toList();
    }
}
