// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Measures one client in one scenario and prints the measurement. */
@Command(name = "drive", hidden = true)
final class Drive implements Callable<Integer> {

    @Parameters(index = "0")
    private String scenario = "";

    @Parameters(index = "1")
    private Client client = Client.FLOOR;

    @Parameters(index = "2")
    private int port;

    @Override
    public Integer call() throws Exception {
        Scenario parsed = Scenario.parse(scenario);
        ForkedJvm.printResult(measure(parsed, client, port).toCsv());
        return 0;
    }

    static Measurement measure(Scenario scenario, Client client, int port) throws Exception {
        if (scenario.protocol() == Protocol.TLS) {
            ServerTrust.establish(port);
        }
        Target target = scenario.target(port);
        if (scenario.load() == Load.STORM) {
            return new ConnectStorm(scenario, client, target).run();
        }
        try (Driver driver = client.driver(target)) {
            return scenario.load() == Load.OPEN_STREAMS
                    ? new OpenStreams(scenario, client, driver).run()
                    : new ClosedLoop(scenario, client, driver).run();
        }
    }
}
