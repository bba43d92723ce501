// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli;

import dev.completions4j.cli.config.Decoded;
import dev.completions4j.cli.failure.ExitStatus;
import dev.completions4j.cli.failure.Failure;
import dev.completions4j.cli.log.Logs;
import dev.completions4j.cli.terminal.Cells;
import dev.completions4j.cli.terminal.StandardStream;
import dev.completions4j.cli.terminal.Terminal;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;

/** The program: finds the command, runs it, and reports its failure in one line. */
@Command(
        name = "completions",
        mixinStandardHelpOptions = true,
        synopsisHeading = "Usage:%n",
        customSynopsis = {
            "  completions [complete] PROMPT... [OPTIONS]",
            "  completions COMMAND [OPTIONS]",
        },
        description = {
            "%nCompletes prompts, alone or in batches, and examines and imitates servers of POST /completions."
        },
        commandListHeading = "%nCommands (completions COMMAND --help describes one):%n",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:success",
            "1:the server answered with an error, or its answer broke off; not all requests of a batch were answered",
            "2:wrong options, settings or files; nothing was sent",
            "3:the server could not be reached",
            "4:a timeout elapsed, or a batch has used up its budget",
            "5:the API key is missing or wrong, or may not do this",
            "6:the server is overloaded, or a rate limit is exceeded",
            "130, 143:interrupted by Ctrl-C or SIGTERM; the call was canceled",
            "141:the reader of standard output has left, as with | head",
        },
        footer = {
            "",
            "Settings, each of which takes precedence over those below it:",
            "  options",
            "  environment variables: OPENAI_BASE_URL, OPENAI_API_KEY,",
            "    COMPLETIONS_MODEL, COMPLETIONS_MAX_TOKENS, ...",
            "  the file ~/.config/completions4j/config.properties:",
            "    base-url, api-key, model, max-tokens, ...",
            "Without a base URL, a fake model answers.",
            "",
            "Examples:",
            "  completions Once upon a time",
            "  completions --base-url http://localhost:8000/v1 --max-tokens 100 @story.txt",
            "  completions batch --base-url http://localhost:8000/v1 requests.jsonl",
            "  completions doctor --base-url http://localhost:8000/v1",
            "  source <(completions generate-completion)",
        })
public final class Completions {

    private static final int MIN_HELP_WIDTH = 60;
    private static final int MAX_HELP_WIDTH = 110;

    private final Terminal terminal;

    private Completions(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * Runs the program, and exits with its status unless it was successful or is interrupted.
     *
     * @param arguments the arguments of the command line
     */
    public static void main(String[] arguments) {
        Logs.silence();
        int status = run(Terminal.ofProcess(), arguments);
        // A signal that interrupts the program ends the JVM, with the signal's own status.
        if (status != ExitStatus.OK.code() && status != ExitStatus.INTERRUPTED.code()) {
            System.exit(status);
        }
    }

    /**
     * Runs the program.
     *
     * @param terminal its input and output
     * @param arguments the arguments of the command line
     * @return the exit status
     */
    static int run(Terminal terminal, String... arguments) {
        return new Completions(terminal).run(arguments);
    }

    private int run(String... arguments) {
        try {
            String[] routed = Routing.route(arguments, terminal.isTerminal(StandardStream.INPUT));
            int status = commandLine(routed).execute(routed);
            terminal.out().flush();
            return status;
        } catch (RuntimeException e) {
            return fail(Failure.of(e));
        }
    }

    private CommandLine commandLine(String... routed) {
        CommandLine root = new CommandLine(this);
        Commands.addTo(root, terminal, routed[0]);
        root.getCommandSpec().version(Version.text());
        root.getSubcommands().values().forEach(each -> each.getCommandSpec().version(Version.text()));
        return root.setExpandAtFiles(false)
                .setOut(new OutputWriter(terminal.out()).printer())
                .setErr(new OutputWriter(terminal.err()).printer())
                .setColorScheme(Help.defaultColorScheme(terminal.hasColors(StandardStream.OUTPUT) ? Ansi.ON : Ansi.OFF))
                .setUsageHelpWidth(helpWidth(routed))
                .setExecutionStrategy(new DecodedArguments(new Decoded(terminal.encoding())))
                .setParameterExceptionHandler((e, args) -> fail(usage(e, args)))
                .setExecutionExceptionHandler((e, command, result) -> fail(Failure.of(e)));
    }

    /** Asks for the terminal's width only if help is wanted, since that runs a process. */
    private int helpWidth(String... routed) {
        boolean help = Arrays.stream(routed).anyMatch(UsageErrors::asksForHelp);
        return help ? Math.max(MIN_HELP_WIDTH, Math.min(MAX_HELP_WIDTH, terminal.width())) : MAX_HELP_WIDTH;
    }

    private static Failure usage(ParameterException e, String... arguments) {
        return new Failure(UsageErrors.sentence(e, arguments), ExitStatus.USAGE);
    }

    /** Prints one line, and never a stack trace. */
    private int fail(Failure failure) {
        if (!failure.sentence().isEmpty()) {
            // Servers' messages may contain anything.
            terminal.note("completions: " + Cells.printable(failure.sentence()));
        }
        return failure.status().code();
    }
}
