// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

/**
 * A workload and the way to request it.
 *
 * @param name the name in reports
 * @param streams the number of streams open at once
 * @param warmUpSeconds duration of the warm-up
 * @param seconds duration of the measurement
 */
record Scenario(String name, Workload workload, int streams, int warmUpSeconds, int seconds) {

    /** Formats this scenario as one word for the command line of another JVM; {@link #parse} reads it. */
    String format() {
        return String.join(
                ",",
                name,
                workload.delivery().name(),
                Integer.toString(workload.tokens()),
                Integer.toString(workload.choices()),
                Integer.toString(workload.topLogprobs()),
                Integer.toString(workload.textBytes()),
                Integer.toString(workload.intervalMillis()),
                Integer.toString(streams),
                Integer.toString(warmUpSeconds),
                Integer.toString(seconds));
    }

    static Scenario parse(String formatted) {
        String[] fields = formatted.split(",", -1);
        Workload workload = new Workload(
                Delivery.valueOf(fields[1]),
                Integer.parseInt(fields[2]),
                Integer.parseInt(fields[3]),
                Integer.parseInt(fields[4]),
                Integer.parseInt(fields[5]),
                Integer.parseInt(fields[6]));
        return new Scenario(
                fields[0],
                workload,
                Integer.parseInt(fields[7]),
                Integer.parseInt(fields[8]),
                Integer.parseInt(fields[9]));
    }
}
