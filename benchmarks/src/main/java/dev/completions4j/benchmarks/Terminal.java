// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** The output of a command. */
final class Terminal {

    private Terminal() {}

    /** Returns the standard output of the command, flushed after each line. */
    static PrintWriter of(@Nullable CommandSpec spec) {
        return new PrintWriter(
                Objects.requireNonNull(spec, "spec").commandLine().getOut(), true);
    }
}
