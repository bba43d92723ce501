// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import dev.completions4j.CompletionRequest;
import dev.completions4j.batch.InputEntry.Ask;
import dev.completions4j.batch.InputEntry.Blank;
import dev.completions4j.batch.LineReader.Line;
import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads a request from each line of text. */
final class PromptLineReader implements EntryReader {

    private final LineReader lines;
    private final Function<String, CompletionRequest> template;

    PromptLineReader(LineReader lines, Function<String, CompletionRequest> template) {
        this.lines = lines;
        this.template = template;
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
        if (line.problem() != null) {
            return BrokenLines.rejected(line, line.problem());
        }
        if (line.text().isEmpty()) {
            return new Blank(line.bytes());
        }
        return new Ask(line.number(), line.bytes(), "line-" + line.number(), template.apply(line.text()));
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
