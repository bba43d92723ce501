// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.batch;

import dev.completions4j.cli.failure.UsageException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds the file for the answers. */
final class OutputFile {

    private static final String SUFFIX = ".answers.jsonl";

    private OutputFile() {}

    /**
     * Returns the file for the answers, which may exist.
     *
     * @param name the value of the option; null if it is absent
     * @param input the file of the requests, whose name decides by default; null if there is none
     * @throws UsageException if the file cannot be written, as far as is known before it is opened
     */
    static Path of(@Nullable String name, @Nullable Path input) {
        if (name == null) {
            return writable(byDefault(input));
        }
        if (name.equals("-")) {
            throw new UsageException(
                    "The output must be a file, from which an interrupted batch continues; name one with"
                            + " --output FILE");
        }
        try {
            return writable(Path.of(name));
        } catch (InvalidPathException e) {
            throw new UsageException("'" + name + "' is no name of a file; correct --output");
        }
    }

    private static Path byDefault(@Nullable Path input) {
        Path file = input == null ? null : input.getFileName();
        if (input == null || file == null) {
            throw new UsageException("The answers need a file, since the input has no name; add --output FILE");
        }
        String name = file.toString();
        int dot = name.lastIndexOf('.');
        return input.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + SUFFIX);
    }

    private static Path writable(Path path) {
        String what = "The output '" + path + "' ";
        if (Files.isDirectory(path)) {
            throw new UsageException(what + "is a directory; name a file with --output FILE");
        }
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new UsageException(what + "is in a directory that does not exist; create it, or correct --output");
        }
        if (!Files.isWritable(Files.exists(path) ? path : folder)) {
            throw new UsageException(
                    what + "cannot be written; check its permissions, or name another file with --output");
        }
        return path;
    }
}
