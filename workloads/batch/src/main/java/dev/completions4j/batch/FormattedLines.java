// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import dev.completions4j.batch.LineReader.Line;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads an entry from each line. */
final class FormattedLines implements EntryReader {

    private final LineReader lines;
    private final LineFormat format;

    FormattedLines(LineReader lines, LineFormat format) {
        this.lines = lines;
        this.format = format;
    }

    @Override
    public @Nullable Long open() throws IOException {
        return lines.open();
    }

    @Override
    public @Nullable InputEntry read() throws IOException {
        Line line = lines.next();
        if (line == null) {
            return null;
        }
        return line.problem() == null ? format.entry(line) : BrokenLines.rejected(line, line.problem());
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
