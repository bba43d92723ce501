// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli;

import dev.completions4j.cli.terminal.Output;
import java.io.PrintWriter;
import java.io.Writer;

/** Lets picocli write to an output. */
final class OutputWriter extends Writer {

    private final Output output;

    OutputWriter(Output output) {
        this.output = output;
    }

    PrintWriter printer() {
        return new PrintWriter(this, true);
    }

    @Override
    public void write(char[] buffer, int offset, int length) {
        output.print(new String(buffer, offset, length));
    }

    @Override
    public void flush() {
        output.flush();
    }

    @Override
    public void close() {
        flush();
    }
}
