// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import dev.completions4j.CompletionRequest;
import dev.completions4j.batch.InputEntry.Ask;
import dev.completions4j.batch.InputEntry.Blank;
import dev.completions4j.batch.LineReader.Line;
import java.util.function.Function;

/** A prompt in each line. */
record PromptLineFormat(Function<String, CompletionRequest> template) implements LineFormat {

    @Override
    public InputEntry entry(Line line) {
        return line.text().isEmpty()
                ? new Blank(line.bytes())
                : new Ask(line.number(), line.bytes(), "line-" + line.number(), template.apply(line.text()));
    }
}
