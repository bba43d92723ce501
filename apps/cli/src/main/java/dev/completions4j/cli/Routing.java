// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli;

import dev.completions4j.cli.failure.UsageException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Finds the command that arguments mean: {@code complete} if they name none. */
final class Routing {

    private static final String DEFAULT = "complete";
    private static final Set<String> OF_PROGRAM = Set.of("-h", "--help", "-V", "--version");

    private Routing() {}

    /**
     * Returns the arguments with the command in the first place.
     *
     * @param arguments the arguments of the command line
     * @param interactive whether standard input is a terminal, rather than a prompt
     * @throws UsageException if the first word is almost a command, and options or a file follow
     */
    static String[] route(String[] arguments, boolean interactive) {
        if (arguments.length == 0) {
            return interactive ? new String[] {"--help"} : new String[] {DEFAULT};
        }
        String first = arguments[0];
        List<String> commands = Commands.names();
        if (OF_PROGRAM.contains(first) || commands.contains(first)) {
            return arguments;
        }
        if (first.equals("help") && arguments.length == 1) {
            return new String[] {"--help"};
        }
        if (first.equals("help") && arguments.length == 2 && commands.contains(arguments[1])) {
            return new String[] {arguments[1], "--help"};
        }
        if (arguments.length == 1 || arguments[1].startsWith("-") || isFile(arguments[1])) {
            commands.stream()
                    .filter(command -> Typos.isTypo(first, command))
                    .findFirst()
                    .ifPresent(command -> {
                        throw new UsageException("'" + first + "' is not a command; did you mean '" + command
                                + "'? To complete it as a prompt: completions complete " + first);
                    });
        }
        return prepended(DEFAULT, arguments);
    }

    /** Prompts rarely consist of a word and the name of a file, but commands do. */
    private static boolean isFile(String argument) {
        try {
            return Files.isRegularFile(Path.of(argument));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static String[] prepended(String command, String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = command;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return all;
    }
}
