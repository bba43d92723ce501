// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.servers;

import java.util.List;
import java.util.Map;

/** The dialect of the fake model, compared with what the real server answered. */
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

    /** A fake has other words for what is wrong. */
    @Override
    List<String> comparable(List<String> observation) {
        return observation.stream().filter(line -> !line.startsWith("message ")).toList();
    }
}
