// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.complete;

import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.StreamOptions;
import dev.completions4j.cli.config.Settings;
import dev.completions4j.cli.failure.ExitStatus;
import dev.completions4j.cli.failure.UsageException;
import dev.completions4j.cli.request.RequestOptions;
import dev.completions4j.cli.server.ModelNames;
import dev.completions4j.cli.server.RunningCall;
import dev.completions4j.cli.server.Server;
import dev.completions4j.cli.server.ServerOptions;
import dev.completions4j.cli.terminal.Output;
import dev.completions4j.cli.terminal.Shade;
import dev.completions4j.cli.terminal.StandardStream;
import dev.completions4j.cli.terminal.StatusLine;
import dev.completions4j.cli.terminal.Terminal;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Completes a prompt. */
@Command(
        name = "complete",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        description = "Completes a prompt and prints the text as it arrives.",
        footer = {
            "",
            "The text goes to standard output; notes, the summary and errors go to standard error.",
            "",
            "Examples:",
            "  completions complete Once upon a time",
            "  completions complete --base-url http://localhost:8000/v1 --max-tokens 100 @story.txt",
            "  git diff | completions complete --file - --stop '###' >summary.txt",
            "  completions complete --n 3 --side-by-side 'The sea is'",
            "  completions complete --json 'The sea is' | jq -r .text",
        })
public final class CompleteCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(
            paramLabel = "PROMPT",
            description = {
                "The text to complete: words are joined by blanks, - reads standard input, and @FILE reads a file. Text"
                        + " that begins with a hyphen goes after --."
            })
    private List<String> words = List.of();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "Read the prompt from a file, or from standard input if it is -.")
    private @Nullable String file;

    @Mixin
    private final RequestOptions request = new RequestOptions();

    @Option(names = "--no-stream", description = "Request the completion without streaming.")
    private boolean noStream;

    @Option(names = "--side-by-side", description = "Print the choices in columns instead of one below the other.")
    private boolean sideBySide;

    @Option(
            names = "--shades",
            description = "Shade each token by its probability. A table instead where there are no colors.")
    private boolean shades;

    @Option(names = "--json", description = "Print a JSON object in a line for each choice, at the end.")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "Print neither notes nor the summary.")
    private boolean quiet;

    @Mixin
    private final ServerOptions options = new ServerOptions();

    /**
     * Creates the command.
     *
     * @param terminal its input and output
     */
    public CompleteCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        checkCombination();
        String prompt = new PromptSource(terminal).read(words, file);
        Settings settings = Server.settings(terminal, options);
        try (Server server = Server.choose(terminal, settings, options, quiet);
                CompletionsClient client =
                        server.connection().newClient(terminal).build();
                RunningCall running = new RunningCall(terminal)) {
            String model = ModelNames.choose(server, settings, request.model(), client, running);
            complete(client, completionRequest(settings, model, prompt), running);
            return ExitStatus.OK.code();
        }
    }

    private void checkCombination() {
        if (sideBySide && (json || shades || request.hasLogprobs())) {
            throw new UsageException("--side-by-side prints texts only; leave out --json, --shades and --logprobs");
        }
        if (json && shades) {
            throw new UsageException("--json has no colors; leave out --shades, and add --logprobs COUNT");
        }
        if (sideBySide && columnWidth() < SideBySidePrinter.MIN_WIDTH) {
            throw new UsageException("--side-by-side has no room for " + request.choices() + " columns in a width of "
                    + terminal.width() + "; widen the terminal, or leave it out");
        }
    }

    private int columnWidth() {
        return SideBySidePrinter.columnWidth(Math.max(1, request.choices()), terminal.width());
    }

    private CompletionRequest completionRequest(Settings settings, String model, String prompt) {
        CompletionRequest.Builder builder = request.request(settings, model, prompt).toBuilder();
        if (shades && !request.hasLogprobs()) {
            builder.logprobs(1);
        }
        if (!noStream) {
            builder.streamOptions(StreamOptions.withUsage());
        }
        return builder.build();
    }

    private void complete(CompletionsClient client, CompletionRequest completionRequest, RunningCall running) {
        Answer answer = new Answer(printer());
        try {
            await(completionRequest, answer, client, running);
        } finally {
            answer.finish();
        }
        if (!quiet) {
            printNotes(answer);
        }
    }

    private void await(
            CompletionRequest completionRequest, Answer answer, CompletionsClient client, RunningCall running) {
        try (StatusLine status = new StatusLine(terminal, () -> waitingFor(answer))) {
            // Text tells enough, and may appear in the same line of the terminal even if it goes through a pipe.
            if (!json) {
                answer.beforeFirst(status::close);
            }
            if (noStream) {
                running.await(client.complete(completionRequest).thenAccept(answer::completion));
            } else {
                running.await(client.stream(completionRequest).forEach(answer::chunk));
            }
        }
    }

    private static String waitingFor(Answer answer) {
        String what = answer.chunks() == 0 ? "waiting for the first token" : answer.chunks() + " chunks";
        return String.format(Locale.ROOT, "%s, %.0f s (Ctrl-C cancels)", what, answer.seconds());
    }

    private ChoicePrinter printer() {
        Output out = terminal.out();
        if (json) {
            return new JsonPrinter(out);
        }
        if (sideBySide) {
            return new SideBySidePrinter(out, request.choices(), columnWidth());
        }
        return new SequentialPrinter(out, request.choices() > 1, format());
    }

    private ChoiceFormat format() {
        if (shades && terminal.hasColors(StandardStream.OUTPUT)) {
            return new ShadedFormat();
        }
        return shades || request.hasLogprobs()
                ? new TableFormat(terminal)
                : new PlainFormat(terminal.isTerminal(StandardStream.OUTPUT));
    }

    private void printNotes(Answer answer) {
        if (shades && terminal.hasColors(StandardStream.OUTPUT)) {
            terminal.err().println(Shade.legend());
        }
        if ((shades || request.hasLogprobs()) && !answer.hasLogprobs()) {
            terminal.note("(The server sent no log probabilities.)");
        }
        if (answer.isCutOff()) {
            terminal.note("(The text was cut off at the limit of tokens; --max-tokens raises it.)");
        }
        terminal.note(answer.summary());
    }
}
