// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.Main;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Runs JMH, which receives all further arguments. */
@Command(name = "micro", description = "Measures single steps of a call with JMH; further arguments go to JMH.")
final class Micro implements Callable<Integer> {

    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        Main.main(arguments.toArray(String[]::new));
        return 0;
    }
}
