// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.doctor;

import dev.completions4j.CompletionsClient;
import dev.completions4j.ServerProfile;
import dev.completions4j.cli.config.Setting;
import dev.completions4j.cli.config.Settings;
import dev.completions4j.cli.failure.ExitStatus;
import dev.completions4j.cli.json.ObjectLine;
import dev.completions4j.cli.server.Connection;
import dev.completions4j.cli.server.RunningCall;
import dev.completions4j.cli.server.Server;
import dev.completions4j.cli.server.ServerOptions;
import dev.completions4j.cli.terminal.Bar;
import dev.completions4j.cli.terminal.Cells;
import dev.completions4j.cli.terminal.StatusLine;
import dev.completions4j.cli.terminal.Table;
import dev.completions4j.cli.terminal.Terminal;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Examines a server. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        description =
                "Examines a server: what it is, what it can do, and which profile fits. Makes about a dozen calls of"
                        + " at most 16 tokens.",
        footer = {
            "",
            "Exits with 0 if the server completes prompts, whatever else it lacks.",
            "",
            "Examples:",
            "  completions doctor --base-url http://localhost:8000/v1",
            "  completions doctor --json | jq -r 'select(.check == \"profile\").detail'",
        })
public final class DoctorCommand implements Callable<Integer> {

    private static final int CHECK_WIDTH = "prompt logprobs".length();
    private static final int VERDICT_WIDTH = 3;

    private final Terminal terminal;

    @Option(
            names = {"-m", "--model"},
            paramLabel = "NAME",
            description = "The model to ask. Default: the first one that the server lists.")
    private @Nullable String model;

    @Option(names = "--json", description = "Print a JSON object in a line for each check.")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "Print no notes.")
    private boolean quiet;

    @Mixin
    private final ServerOptions options = new ServerOptions();

    /**
     * Creates the command.
     *
     * @param terminal its input and output
     */
    public DoctorCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * A check.
     *
     * @param name its name in the table
     * @param run does it
     */
    private record Check(String name, Supplier<Finding> run) {}

    @Override
    public Integer call() {
        Settings settings = Server.settings(terminal, options);
        try (Server server = Server.choose(terminal, settings, options, quiet);
                CompletionsClient client = client(server.connection());
                RunningCall running = new RunningCall(terminal)) {
            return examine(server.connection(), client, running, settings.text(Setting.MODEL, model))
                    .code();
        }
    }

    /** A named profile decides on path and key, but must not keep requests back that are to be tried. */
    private CompletionsClient client(Connection connection) {
        ServerProfile named = connection.profile();
        CompletionsClient.Builder builder = connection.newClient(terminal);
        return named == null
                ? builder.build()
                : builder.profile(ServerProfile.builder(named.name())
                                .path(named.path())
                                .apiKeyHeader(named.apiKeyHeader())
                                .build())
                        .build();
    }

    private ExitStatus examine(
            Connection connection, CompletionsClient client, RunningCall running, @Nullable String named) {
        Evidence evidence = new Evidence(connection.host().host());
        Reachability reachability = new Reachability(connection);
        Examination examination = new Examination(client, running, evidence, named);
        AtomicReference<Identity> identity = new AtomicReference<>(Identification.of(evidence));
        List<Check> checks = List.of(
                new Check("reachable", reachability::connect),
                new Check("TLS", reachability::secure),
                new Check("models", examination::models),
                new Check("completion", examination::completion),
                new Check("streaming", examination::streaming),
                new Check("logprobs", examination::logprobs),
                new Check("echo", examination::echo),
                new Check("prompt logprobs", examination::promptLogprobs),
                new Check("choices", examination::choices),
                new Check("latency", examination::latency),
                new Check("server", () -> {
                    identity.set(new Probes(connection).refine(Identification.of(evidence)));
                    return identified(identity.get());
                }),
                new Check("profile", () -> profile(identity.get())));
        return run(checks);
    }

    private static Finding identified(Identity identity) {
        return identity.isKnown() ? Finding.yes(identity.description()) : Finding.unknown(identity.description());
    }

    private static Finding profile(Identity identity) {
        return Finding.yes(identity.profile());
    }

    private ExitStatus run(List<Check> checks) {
        Table table = new Table(terminal, CHECK_WIDTH, VERDICT_WIDTH);
        AtomicReference<String> current = new AtomicReference<>("");
        StatusLine status = new StatusLine(terminal, current::get);
        try {
            for (int i = 0; i < checks.size(); i++) {
                Check check = checks.get(i);
                current.set(Bar.text(i, checks.size(), check.name()));
                Finding finding = check.run().get();
                status.aside(() -> print(table, check, finding));
                if (finding.fatal() != null) {
                    status.close();
                    terminal.note("completions: The check '" + check.name()
                            + "' failed, so that the others were left out; see above");
                    return finding.fatal();
                }
            }
        } finally {
            status.close();
        }
        return ExitStatus.OK;
    }

    private void print(Table table, Check check, Finding finding) {
        if (json) {
            terminal.out()
                    .println(new ObjectLine()
                            .add("check", check.name())
                            .add("result", finding.verdict().word())
                            .add("detail", finding.detail())
                            .toString());
        } else {
            table.row(check.name(), finding.verdict().word(), Cells.printable(finding.detail()));
        }
    }
}
