// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.batch;

import dev.completions4j.CompletionRequest;
import dev.completions4j.batch.BatchInput;
import dev.completions4j.cli.failure.UsageException;
import dev.completions4j.cli.terminal.StandardStream;
import dev.completions4j.cli.terminal.Terminal;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The input of a batch: a file, or standard input. */
final class InputFile {

    private static final String STANDARD_INPUT = "-";

    private final @Nullable Path path;
    private final InputStream in;

    private InputFile(@Nullable Path path, InputStream in) {
        this.path = path;
        this.in = in;
    }

    /**
     * Finds the input.
     *
     * @param names the arguments; none means standard input unless that is a terminal
     * @param terminal has standard input
     * @throws UsageException if there is no input, or more than one, or it cannot be read
     */
    static InputFile of(List<String> names, Terminal terminal) {
        if (names.size() > 1) {
            throw new UsageException("batch takes one input, but '" + names.get(0) + "' and '" + names.get(1)
                    + "' are given; join the files with cat and pipe them in");
        }
        boolean interactive = terminal.isTerminal(StandardStream.INPUT);
        if (names.isEmpty() && interactive) {
            throw new UsageException("There is no input; name a file, or pipe it in");
        }
        if (!names.isEmpty() && !names.get(0).equals(STANDARD_INPUT)) {
            return new InputFile(readable(names.get(0)), terminal.in());
        }
        if (interactive) {
            terminal.note("(Reading the input from the terminal; end it with Ctrl-D.)");
        }
        return new InputFile(null, terminal.in());
    }

    private static Path readable(String name) {
        Path path = path(name);
        if (path == null || !Files.exists(path)) {
            throw new UsageException("The input '" + name + "' does not exist; correct its name");
        }
        if (Files.isDirectory(path)) {
            throw new UsageException("The input '" + name + "' is a directory; name a file");
        }
        if (!Files.isReadable(path)) {
            throw new UsageException("The input '" + name + "' cannot be read; check its permissions");
        }
        return path;
    }

    private static @Nullable Path path(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            return null;
        }
    }

    /** Returns the file; null if the input is standard input. */
    @Nullable Path path() {
        return path;
    }

    /** Returns the requests of a file in the format of OpenAI's Batch API. */
    BatchInput jsonl() {
        return path == null ? BatchInput.jsonl(in) : BatchInput.jsonl(path);
    }

    /**
     * Returns a request for each line.
     *
     * @param template returns the request for a line
     */
    BatchInput lines(Function<String, CompletionRequest> template) {
        return path == null ? BatchInput.lines(in, template) : BatchInput.lines(path, template);
    }

    /** Returns what the input is called in messages. */
    @Override
    public String toString() {
        return path == null ? "Standard input" : "The input '" + path + "'";
    }
}
