// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line program; each measurement runs in a fresh JVM. */
@Command(
        name = "benchmarks",
        mixinStandardHelpOptions = true,
        description = "Measures the cost of a token.",
        subcommands = {
            Compare.class,
            Guard.class,
            Growth.class,
            Streams.class,
            Loops.class,
            ColdStart.class,
            BatchCompare.class,
            BatchDrive.class,
            Micro.class,
            Serve.class,
            Drive.class
        })
public final class Benchmarks {

    private Benchmarks() {}

    public static void main(String... arguments) {
        System.exit(new CommandLine(new Benchmarks()).execute(arguments));
    }
}
