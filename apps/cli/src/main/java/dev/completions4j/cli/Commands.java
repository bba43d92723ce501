// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli;

import dev.completions4j.cli.batch.BatchCommand;
import dev.completions4j.cli.complete.CompleteCommand;
import dev.completions4j.cli.doctor.DoctorCommand;
import dev.completions4j.cli.fake.FakeCommand;
import dev.completions4j.cli.models.ModelsCommand;
import dev.completions4j.cli.terminal.Terminal;
import java.util.List;
import java.util.function.Function;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;

/**
 * The commands of the program. A new one is a line here, and a class whose constructor takes the terminal.
 *
 * <p>Only the command that runs is loaded, so that the program starts faster; all are loaded for help and shell
 * completion.
 */
@SuppressWarnings("ImmutableEnumChecker") // The creators are constructors.
enum Commands {
    COMPLETE("complete", CompleteCommand::new),
    BATCH("batch", BatchCommand::new),
    MODELS("models", ModelsCommand::new),
    DOCTOR("doctor", DoctorCommand::new),
    FAKE("fake", FakeCommand::new),
    GENERATE_COMPLETION("generate-completion", terminal -> new GenerateCompletion());

    private final String command;
    private final Function<Terminal, Object> creator;

    Commands(String command, Function<Terminal, Object> creator) {
        this.command = command;
        this.creator = creator;
    }

    /** Returns the names of all commands. */
    static List<String> names() {
        return List.of(values()).stream().map(each -> each.command).toList();
    }

    /**
     * Adds a command to the program, or all if there is none of that name.
     *
     * @param root the program
     * @param terminal the input and output of commands
     * @param name the name of a command
     */
    static void addTo(CommandLine root, Terminal terminal, String name) {
        boolean one = names().contains(name) && !name.equals(GENERATE_COMPLETION.command);
        for (Commands each : values()) {
            if (!one || each.command.equals(name)) {
                root.addSubcommand(each.command, each.creator.apply(terminal));
            }
        }
        CommandLine completion = root.getSubcommands().get(GENERATE_COMPLETION.command);
        if (completion != null) {
            completion
                    .getCommandSpec()
                    .usageMessage()
                    .description(
                            "Prints the completion script for bash and zsh.",
                            "To load it into the current shell:%n%n  source <(completions generate-completion)%n");
        }
    }
}
