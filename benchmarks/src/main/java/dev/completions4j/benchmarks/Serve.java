// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Serves one workload until its standard input ends, and prints its port. */
@Command(name = "serve", hidden = true)
final class Serve implements Callable<Integer> {

    @Parameters
    private String scenario = "";

    @Override
    public Integer call() throws IOException {
        Scenario parsed = Scenario.parse(scenario);
        try (LoadServer server = new LoadServer(parsed.protocol(), parsed.workload())) {
            ForkedJvm.printResult(server.port());
            while (System.in.read() >= 0) {
                // The parent process holds the other end.
            }
        }
        return 0;
    }
}
