// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

/**
 * A workload and the way to request it.
 *
 * @param name the name in reports; without commas
 * @param streams the number of streams open at once
 * @param eventLoops the number of event loops of clients that use Netty; 0 for each client's default
 * @param warmUpSeconds duration of the warm-up
 * @param seconds duration of the measurement
 */
record Scenario(
        String name,
        Load load,
        Protocol protocol,
        Workload workload,
        int streams,
        int eventLoops,
        int warmUpSeconds,
        int seconds) {

    Scenario withEventLoops(String name, int eventLoops) {
        return new Scenario(name, load, protocol, workload, streams, eventLoops, warmUpSeconds, seconds);
    }

    Scenario over(Protocol protocol, String name) {
        return new Scenario(name, load, protocol, workload, streams, eventLoops, warmUpSeconds, seconds);
    }

    /** Returns the same scenario without the time in paced texts. */
    Scenario withoutStamps() {
        return new Scenario(
                name, load, protocol, workload.withoutStamps(), streams, eventLoops, warmUpSeconds, seconds);
    }

    Target target(int port) {
        return new Target(port, protocol, eventLoops, workload);
    }

    /** Formats this scenario as one word for the command line of another JVM; {@link #parse} reads it. */
    String format() {
        return String.join(
                ",",
                name,
                load.name(),
                protocol.name(),
                workload.delivery().name(),
                Integer.toString(workload.tokens()),
                Integer.toString(workload.choices()),
                workload.detail().name(),
                Integer.toString(workload.textBytes()),
                Integer.toString(workload.intervalMillis()),
                Integer.toString(streams),
                Integer.toString(eventLoops),
                Integer.toString(warmUpSeconds),
                Integer.toString(seconds));
    }

    static Scenario parse(String formatted) {
        String[] fields = formatted.split(",", -1);
        Workload workload = new Workload(
                Delivery.valueOf(fields[3]),
                Integer.parseInt(fields[4]),
                Integer.parseInt(fields[5]),
                Detail.valueOf(fields[6]),
                Integer.parseInt(fields[7]),
                Integer.parseInt(fields[8]));
        return new Scenario(
                fields[0],
                Load.valueOf(fields[1]),
                Protocol.valueOf(fields[2]),
                workload,
                Integer.parseInt(fields[9]),
                Integer.parseInt(fields[10]),
                Integer.parseInt(fields[11]),
                Integer.parseInt(fields[12]));
    }
}
