// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.models;

import dev.completions4j.CompletionsClient;
import dev.completions4j.ModelList.Model;
import dev.completions4j.cli.config.Settings;
import dev.completions4j.cli.failure.ExitStatus;
import dev.completions4j.cli.json.ObjectLine;
import dev.completions4j.cli.server.RunningCall;
import dev.completions4j.cli.server.Server;
import dev.completions4j.cli.server.ServerOptions;
import dev.completions4j.cli.terminal.Cells;
import dev.completions4j.cli.terminal.StatusLine;
import dev.completions4j.cli.terminal.Table;
import dev.completions4j.cli.terminal.Terminal;
import dev.completions4j.cli.terminal.TextWidth;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the models of a server. */
@Command(
        name = "models",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        description = "Lists the models of a server.",
        footer = {
            "",
            "Examples:",
            "  completions models --base-url http://localhost:8000/v1",
            "  completions models --json | jq -r .id",
        })
public final class ModelsCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Option(names = "--json", description = "Print a JSON object in a line for each model.")
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
    public ModelsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Settings settings = Server.settings(terminal, options);
        try (Server server = Server.choose(terminal, settings, options, quiet);
                CompletionsClient client =
                        server.connection().newClient(terminal).build();
                RunningCall running = new RunningCall(terminal)) {
            List<Model> models = models(client, running);
            if (json) {
                models.forEach(model -> terminal.out().println(line(model)));
            } else {
                printTable(models);
            }
            return ExitStatus.OK.code();
        }
    }

    private List<Model> models(CompletionsClient client, RunningCall running) {
        return StatusLine.during(
                terminal,
                () -> "waiting for the list of models",
                () -> running.await(client.models()).models());
    }

    private void printTable(List<Model> models) {
        if (models.isEmpty()) {
            terminal.note("(The server lists no models.)");
            return;
        }
        int width = models.stream()
                .mapToInt(model -> TextWidth.of(Cells.printable(model.id())))
                .max()
                .orElse(0);
        Table table = new Table(terminal, Math.max(width, "model".length()), "YYYY-MM-DD".length());
        table.row("model", "created", "owner");
        models.forEach(model -> table.row(Cells.printable(model.id()), date(model.created()), owner(model)));
    }

    private static String owner(Model model) {
        return model.ownedBy() == null ? "-" : Cells.printable(model.ownedBy());
    }

    private static String date(@Nullable Long created) {
        if (created == null || created == 0) {
            return "-";
        }
        try {
            return Instant.ofEpochSecond(created)
                    .atOffset(ZoneOffset.UTC)
                    .toLocalDate()
                    .toString();
        } catch (DateTimeException e) {
            return "-";
        }
    }

    private static String line(Model model) {
        return new ObjectLine()
                .add("id", model.id())
                .add("created", model.created())
                .add("owned_by", model.ownedBy())
                .toString();
    }
}
