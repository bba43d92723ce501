// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.batch;

import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.Prompt;
import dev.completions4j.batch.BatchInput;
import dev.completions4j.batch.BatchRunner;
import dev.completions4j.cli.config.Setting;
import dev.completions4j.cli.config.Settings;
import dev.completions4j.cli.failure.Failure;
import dev.completions4j.cli.failure.UsageException;
import dev.completions4j.cli.request.RequestOptions;
import dev.completions4j.cli.server.ModelNames;
import dev.completions4j.cli.server.RunningCall;
import dev.completions4j.cli.server.Server;
import dev.completions4j.cli.server.ServerOptions;
import dev.completions4j.cli.terminal.Cells;
import dev.completions4j.cli.terminal.StatusLine;
import dev.completions4j.cli.terminal.Terminal;
import java.lang.reflect.Member;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends all requests of a file. */
@Command(
        name = "batch",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        description = "Sends all requests of a file and writes each answer once; the same command continues it.",
        footer = {
            "",
            "The answers go to the output file, in the format of OpenAI's Batch API. Progress, the summary and errors go to"
                    + " standard error.",
            "",
            "Examples:",
            "  completions batch --base-url http://localhost:8000/v1 requests.jsonl",
            "  completions batch --lines --max-tokens 50 --temperature 0 prompts.txt",
            "  zcat requests.jsonl.gz | completions batch - --output answers.jsonl",
            "  completions batch --json --time-budget 3600 requests.jsonl | jq .failed",
        })
public final class BatchCommand implements Callable<Integer> {

    private static final int DEFAULT_MAX_IN_FLIGHT = 1_000;
    private static final Duration PROGRESS_INTERVAL = Duration.ofMillis(500);

    private final Terminal terminal;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "[INPUT]",
            hideParamSyntax = true,
            description = {
                "A file with a request in each line, in the format of OpenAI's Batch API. Default, or -: standard input."
            })
    private List<String> inputs = List.of();

    @Option(
            names = "--lines",
            description = {
                "Each line of the input is a prompt. The options of requests, such as --max-tokens, apply to all of them."
            })
    private boolean lines;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = {
                "The file of the answers; if it exists, the run continues it. Default: the input's name, ending with"
                        + " .answers.jsonl."
            })
    private @Nullable String output;

    @Mixin
    private final RunOptions run = new RunOptions();

    @Option(names = "--json", description = "Print the report as a JSON object, in a line on standard output.")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "Print no notes, no progress and no summary.")
    private boolean quiet;

    @Mixin
    private final RequestOptions request = new RequestOptions();

    @Mixin
    private final ServerOptions options = new ServerOptions();

    /**
     * Creates the command.
     *
     * @param terminal its input and output
     */
    public BatchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        checkRequestOptions();
        InputFile input = InputFile.of(inputs, terminal);
        Path answers = OutputFile.of(output, input.path());
        Settings settings = Server.settings(terminal, options);
        Progress progress = new Progress(terminal);
        BatchRunner.Builder runner = BatchRunner.builder().output(answers).listener(progress, PROGRESS_INTERVAL);
        Integer calls = run.applyTo(runner);
        try (Server server = Server.choose(terminal, settings, options, quiet);
                CompletionsClient client = server.connection()
                        .newClient(terminal)
                        .maxInFlight(calls == null ? null : Math.max(calls, DEFAULT_MAX_IN_FLIGHT))
                        .build()) {
            runner.client(client);
            if (lines) {
                runner.input(prompts(input, settings, model(server, settings, client)));
            } else {
                runner.input(input.jsonl()).model(namedModel(server, settings, client));
            }
            return run(runner.build(), progress, new Outcome(input.toString(), answers, remedy()));
        }
    }

    private String remedy() {
        return lines
                ? "convert it to UTF-8, for example with iconv"
                : "see above, or add --lines if each line is a prompt";
    }

    /** The lines of a JSONL file have all properties of their own but the model. */
    private void checkRequestOptions() {
        if (lines || spec == null) {
            return;
        }
        spec.commandLine().getParseResult().matchedOptions().stream()
                .filter(BatchCommand::isOfRequest)
                .map(OptionSpec::longestName)
                .filter(name -> !name.equals("--model"))
                .findFirst()
                .ifPresent(name -> {
                    throw new UsageException(
                            name + " applies to prompts, but the input has whole requests; leave it out, or"
                                    + " add --lines if each line is a prompt");
                });
    }

    private static boolean isOfRequest(OptionSpec option) {
        return option.userObject() instanceof Member member && member.getDeclaringClass() == RequestOptions.class;
    }

    private BatchInput prompts(InputFile input, Settings settings, String model) {
        CompletionRequest template = request.request(settings, model, "");
        Function<String, CompletionRequest> ofLine =
                line -> template.toBuilder().prompt(Prompt.of(line)).build();
        return input.lines(ofLine);
    }

    private String model(Server server, Settings settings, CompletionsClient client) {
        try (RunningCall running = new RunningCall(terminal)) {
            return ModelNames.choose(server, settings, request.model(), client, running);
        }
    }

    /** Asks the server for no model, since the requests name theirs. */
    private @Nullable String namedModel(Server server, Settings settings, CompletionsClient client) {
        String named = settings.text(Setting.MODEL, request.model());
        return named == null && server.embedded() != null ? model(server, settings, client) : named;
    }

    private int run(BatchRunner runner, Progress progress, Outcome outcome) {
        try (RunningBatch running = new RunningBatch(runner)) {
            BatchEnd end = quiet ? running.await() : StatusLine.during(terminal, progress::text, running::await);
            if (json) {
                terminal.out().println(outcome.line(end.report()));
            }
            if (!quiet) {
                terminal.note("(" + outcome.summary(end.report()) + ")");
            }
            Failure failure = outcome.of(end);
            if (!failure.sentence().isEmpty()) {
                terminal.note("completions: " + Cells.printable(failure.sentence()));
            }
            return failure.status().code();
        }
    }
}
