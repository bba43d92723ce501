// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.fake;

import dev.completions4j.cli.failure.ExitStatus;
import dev.completions4j.cli.failure.UsageException;
import dev.completions4j.cli.json.ObjectLine;
import dev.completions4j.cli.terminal.Cells;
import dev.completions4j.cli.terminal.ClosedOutputException;
import dev.completions4j.cli.terminal.Terminal;
import dev.completions4j.testkit.ReceivedRequest;
import dev.completions4j.testkit.model.Dialect;
import dev.completions4j.testkit.model.FakeModel;
import dev.completions4j.testkit.model.FakeModel.TextSource;
import dev.completions4j.testkit.model.ModelAnswer;
import dev.completions4j.testkit.server.ConnectionScript;
import dev.completions4j.testkit.server.FakeEndpoint;
import dev.completions4j.testkit.server.Fault;
import dev.completions4j.testkit.server.LoopbackServer;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Serves a fake model until the process is interrupted. */
@Command(
        name = "fake",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        description =
                "Serves a fake model on the loopback address until Ctrl-C, for tests of programs that call a server.",
        footer = {
            "",
            "A fault is an effect and a place: reset, close, stall, slow or garbage; @start (before the response), @head"
                    + " (after the response headers) or @N (after N events of a stream). Default: @start.",
            "",
            "Examples:",
            "  completions fake --dialect vllm --interval 50",
            "  completions fake --fault reset@3 --fault-times 1",
            "  completions fake --text 'Hello, world' --require-key sk-test",
        })
public final class FakeCommand implements Callable<Integer> {

    private static final int MAX_PORT = 65_535;

    private final Terminal terminal;

    /** The first failure to print a request. */
    private final BlockingQueue<ClosedOutputException> failures = new ArrayBlockingQueue<>(1);

    @Option(
            names = {"-p", "--port"},
            paramLabel = "PORT",
            description = "The port; 0 for any that is free. Default: ${DEFAULT-VALUE}.")
    private int port = 8000;

    @Option(
            names = "--dialect",
            paramLabel = "NAME",
            converter = Dialects.class,
            description = {
                "The server to imitate: openai, azure, vllm, llama-cpp, sglang, tgi, ollama, lm-studio, deepseek or"
                        + " litellm. Default: openai."
            })
    private Dialect dialect = Dialect.OPENAI;

    @Option(
            names = {"-m", "--model"},
            paramLabel = "NAME",
            description = "The only model that requests may name. Default: any.")
    private @Nullable String model;

    @Option(
            names = "--text",
            paramLabel = "TEXT",
            description = "What the model always says. Default: 8 to 40 words that depend on prompt and seed.")
    private @Nullable String text;

    @Option(
            names = "--interval",
            paramLabel = "MILLISECONDS",
            description = "The time from token to token of a stream; 0 for no pause. Default: ${DEFAULT-VALUE}.")
    private int interval = 20;

    @Option(names = "--require-key", paramLabel = "KEY", description = "Refuse requests without this API key.")
    private @Nullable String key;

    @Option(
            names = "--fail-after",
            paramLabel = "TOKENS",
            description = "Answer requests that take more tokens with the error of the dialect.")
    private @Nullable Integer failAfter;

    @Option(
            names = "--fault",
            paramLabel = "FAULT",
            converter = FaultText.class,
            description = "A fault of the responses, such as stall@5. May be repeated.")
    private List<Fault> faults = List.of();

    @Option(
            names = "--fault-times",
            paramLabel = "COUNT",
            description = "Number of responses that each fault affects. Default: all.")
    private @Nullable Integer faultTimes;

    @Option(names = "--json", description = "Print the address and each request as a JSON object in a line.")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "Print the address only, and no requests.")
    private boolean quiet;

    /**
     * Creates the command.
     *
     * @param terminal its input and output
     */
    public FakeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (LoopbackServer server = start()) {
            printAddress(server.baseUrl() + "/v1");
            throw failures.take();
        } catch (InterruptedException e) {
            // Whoever runs this command in a thread has seen enough; Ctrl-C ends the process instead.
            Thread.currentThread().interrupt();
            return ExitStatus.OK.code();
        }
    }

    private LoopbackServer start() {
        ConnectionScript script = script();
        try {
            return LoopbackServer.running(script, checked(port, 0, MAX_PORT, "--port"));
        } catch (UncheckedIOException e) {
            throw new UsageException("Port " + port + " cannot be listened on; another program may have it, so choose"
                    + " one with --port, or any free one with --port 0");
        }
    }

    private ConnectionScript script() {
        FakeModel.Builder builder = FakeModel.builder().dialect(dialect);
        if (model != null) {
            builder.name(model);
        }
        if (text != null) {
            builder.source(TextSource.fixed(text));
        }
        if (failAfter != null) {
            builder.failAfter(checked(failAfter, 0, Integer.MAX_VALUE, "--fail-after"));
        }
        FakeEndpoint endpoint = FakeEndpoint.of(builder.build())
                .withTokenInterval(Duration.ofMillis(checked(interval, 0, Integer.MAX_VALUE, "--interval")));
        if (key != null) {
            endpoint = endpoint.requiringKey(key);
        }
        if (!quiet) {
            endpoint = endpoint.observedBy(this::observe);
        }
        ConnectionScript script = endpoint;
        for (Fault fault : faults) {
            script = limited(fault).over(script);
        }
        return script;
    }

    private Fault limited(Fault fault) {
        return faultTimes == null ? fault : fault.times(checked(faultTimes, 1, Integer.MAX_VALUE, "--fault-times"));
    }

    private static int checked(int value, int min, int max, String option) {
        if (value < min || value > max) {
            String range = max == Integer.MAX_VALUE ? "at least " + min : min + " to " + max;
            throw new UsageException(option + " is " + value + "; it must be " + range);
        }
        return value;
    }

    private void printAddress(String address) {
        if (json) {
            terminal.out().println(new ObjectLine().add("base_url", address).toString());
        } else {
            terminal.out().println("Serving a fake model (" + Dialects.name(dialect) + ") at " + address);
            if (!quiet) {
                terminal.note("(Try: completions --base-url " + address + " Hello. Ctrl-C ends the server.)");
            }
        }
    }

    /** Called by several threads, whose exceptions nobody sees. */
    private void observe(ReceivedRequest request, ModelAnswer answer) {
        try {
            printRequest(request, answer);
        } catch (ClosedOutputException e) {
            var unused = failures.offer(e);
        }
    }

    private void printRequest(ReceivedRequest request, ModelAnswer answer) {
        if (json) {
            terminal.out()
                    .println(new ObjectLine()
                            .add("method", request.method())
                            .add("path", request.path())
                            .add("status", (long) answer.status())
                            .toString());
        } else {
            terminal.note(answer.status() + " " + Cells.printable(request.method() + " " + request.path()));
        }
    }
}
