// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.playground;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.PrintWriter;
import java.net.BindException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Serves the page until the process is interrupted. Exits with 1 if it cannot, with 2 for wrong options. */
@Command(
        name = "playground",
        mixinStandardHelpOptions = true,
        version = "playground (completions4j) on Java ${java.version}",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "Serves a page that shows streams token by token. It is reachable from this machine only.",
        footer = {
            "",
            "Servers can be added in the page, too. A key is sent to its own server only and never to the page."
                    + " OPENAI_API_KEY is the key of OPENAI_BASE_URL, or of https://api.openai.com without it."
        })
public final class Playground implements Callable<Integer> {

    private static final int DEFAULT_PORT = 8765;
    private static final int MAX_PORT = 65535;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "The port of the page; 0 for any free one. Default: " + DEFAULT_PORT + ", or any if taken.")
    private @Nullable Integer port;

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "The base URL of a server, such as http://localhost:8000/v1; may be repeated.")
    private List<String> servers = new ArrayList<>();

    @Option(
            names = "--key",
            paramLabel = "URL=VARIABLE",
            description = "The environment variable with the key of a server, such as"
                    + " https://llm.example.com=LLM_KEY; may be repeated.")
    private Map<String, String> keys = new LinkedHashMap<>();

    @Spec
    private @Nullable CommandSpec spec;

    /** Runs the program. */
    public static void main(String[] arguments) {
        int status = new CommandLine(new Playground())
                .setOut(new PrintWriter(System.out, true, UTF_8))
                .setErr(new PrintWriter(System.err, true, UTF_8))
                .setParameterExceptionHandler((e, args) -> {
                    e.getCommandLine().getErr().println("playground: " + UsageErrors.sentence(e) + "; see --help");
                    return CommandLine.ExitCode.USAGE;
                })
                .execute(arguments);
        if (status != 0) {
            System.exit(status);
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        if (port != null && (port < 0 || port > MAX_PORT)) {
            throw new ParameterException(console(), "--port is " + port + "; it must be between 0 and " + MAX_PORT);
        }
        Vertx vertx = newVertx();
        PlaygroundVerticle playground;
        try {
            playground = started(vertx);
        } catch (IllegalArgumentException | IllegalStateException | CompletionException e) {
            vertx.close();
            console().getErr().println("playground: " + describe(e));
            return CommandLine.ExitCode.SOFTWARE;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> vertx.close().await(), "playground-stop"));
        console().getOut().println("The playground is at " + playground.url() + " (Ctrl-C stops it)");
        Thread.currentThread().join();
        return CommandLine.ExitCode.OK;
    }

    /** Without a cache of files, which the page does not need, and which would delay the end of the process. */
    static Vertx newVertx() {
        FileSystemOptions files =
                new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
        return Vertx.vertx(new VertxOptions().setFileSystemOptions(files));
    }

    private PlaygroundVerticle started(Vertx vertx) {
        ApiKeys apiKeys = ApiKeys.of(keys, System.getenv());
        List<String> urls = new ArrayList<>(servers);
        String fromEnvironment = System.getenv("OPENAI_BASE_URL");
        if (fromEnvironment != null && !fromEnvironment.isEmpty() && !urls.contains(fromEnvironment)) {
            urls.add(fromEnvironment);
        }
        try {
            return deployed(vertx, new PlaygroundVerticle(port == null ? DEFAULT_PORT : port, urls, apiKeys));
        } catch (CompletionException e) {
            if (port == null && e.getCause() instanceof BindException) {
                return deployed(vertx, new PlaygroundVerticle(0, urls, apiKeys));
            }
            throw e;
        }
    }

    private static PlaygroundVerticle deployed(Vertx vertx, PlaygroundVerticle playground) {
        vertx.deployVerticle(playground)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return playground;
    }

    private String describe(Exception failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        if (cause instanceof BindException) {
            return "the port " + port + " is in use; choose another one with --port";
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    private CommandLine console() {
        return Objects.requireNonNull(spec, "spec").commandLine();
    }
}
