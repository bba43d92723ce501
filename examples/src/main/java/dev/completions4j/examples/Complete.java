// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.StreamOptions;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A command line program that completes a prompt. Exits with 0, with 1 if the call failed, with 2 for wrong options. */
@Command(
        name = "complete",
        mixinStandardHelpOptions = true,
        version = "complete (completions4j) on Java ${java.version}",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "Completes a prompt and prints the text as it arrives.",
        footer = {
            "",
            "The API key is read from OPENAI_API_KEY, the base URL from OPENAI_BASE_URL unless --base-url is given."
                    + " Without a base URL, a built-in fake model answers."
        })
public final class Complete implements Callable<Integer> {

    @Parameters(paramLabel = "PROMPT", description = "The text to complete.")
    private String prompt = "";

    @Option(
            names = "--model",
            paramLabel = "NAME",
            defaultValue = "gpt-3.5-turbo-instruct",
            description = {"The model; default: ${DEFAULT-VALUE}."})
    private String model = "";

    @Option(names = "--max-tokens", paramLabel = "COUNT", description = "Maximum number of tokens to generate.")
    private @Nullable Integer maxTokens;

    @Option(names = "--n", paramLabel = "COUNT", description = "Number of completions to generate.")
    private @Nullable Integer n;

    @Option(names = "--temperature", paramLabel = "NUMBER", description = "0 to 2; higher is more random.")
    private @Nullable Double temperature;

    @Option(names = "--seed", paramLabel = "NUMBER", description = "Seed for reproducible text.")
    private @Nullable Long seed;

    @Option(names = "--stop", paramLabel = "TEXT", description = "Stop sequence; may be repeated.")
    private String @Nullable [] stop;

    @Option(names = "--suffix", paramLabel = "TEXT", description = "Text that follows the completion.")
    private @Nullable String suffix;

    @Option(names = "--echo", description = "Repeat the prompt before the completion.")
    private boolean echo;

    @Option(
            names = "--logprobs",
            paramLabel = "COUNT",
            description = {"Print each token's log probability and its COUNT most likely alternatives."})
    private @Nullable Integer logprobs;

    @Option(names = "--no-stream", description = "Request the completion without streaming.")
    private boolean noStream;

    @Option(
            names = "--base-url",
            paramLabel = "URL",
            description = {"The server's base URL, such as http://localhost:8000/v1."})
    private @Nullable String baseUrl;

    @Option(
            names = "--transport",
            paramLabel = "NAME",
            description = {
                "jdk, netty or another transport on the class path; default: the one with the highest priority."
            })
    private @Nullable String transport;

    @Spec
    private @Nullable CommandSpec spec;

    /** Runs the program. */
    public static void main(String[] arguments) {
        int status = run(new PrintWriter(System.out, true, UTF_8), new PrintWriter(System.err, true, UTF_8), arguments);
        if (status != 0) {
            System.exit(status);
        }
    }

    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return new CommandLine(new Complete())
                .setOut(out)
                .setErr(err)
                .setParameterExceptionHandler((e, args) -> {
                    err.println("complete: " + e.getMessage() + "; see --help");
                    return CommandLine.ExitCode.USAGE;
                })
                .execute(arguments);
    }

    @Override
    public Integer call() {
        PrintWriter out = commandLine().getOut();
        try (Server server = Server.choose(baseUrl, out);
                CompletionsClient client = client(server)) {
            Progress progress = new Progress(new ChoicePrinter(out, n != null && n > 1, logprobs != null));
            CompletableFuture<?> call = noStream
                    ? client.complete(request()).thenAccept(progress::completion)
                    : client.stream(streamedRequest()).forEach(progress::chunk);
            cancelOnInterrupt(call);
            call.join();
            out.println(progress.summary());
            return CommandLine.ExitCode.OK;
        } catch (CancellationException e) {
            return fail("cancelled");
        } catch (CompletionException e) {
            return fail(describe(e.getCause() == null ? e : e.getCause()));
        } catch (IllegalArgumentException | IllegalStateException e) {
            return fail(describe(e));
        }
    }

    private CommandLine commandLine() {
        return Objects.requireNonNull(spec, "spec").commandLine();
    }

    /** Prints one line, and never a stack trace. */
    private int fail(String problem) {
        commandLine().getErr().println("complete: " + problem.replaceAll("\\s+", " "));
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static String describe(Throwable failure) {
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }

    /** Control-C ends this process; without a cancel, the server would generate until it writes to a closed connection. */
    private static void cancelOnInterrupt(CompletableFuture<?> call) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> call.cancel(true), "complete-interrupted"));
    }

    private CompletionsClient client(Server server) {
        CompletionsClient.Builder builder = CompletionsClient.builder().baseUrl(server.baseUrl());
        String apiKey = System.getenv("OPENAI_API_KEY");
        if (apiKey != null && !apiKey.isEmpty()) {
            builder.apiKey(apiKey);
        }
        if (transport != null) {
            builder.transport(transport);
        }
        return builder.build();
    }

    private CompletionRequest streamedRequest() {
        return request().toBuilder().streamOptions(StreamOptions.withUsage()).build();
    }

    private CompletionRequest request() {
        CompletionRequest.Builder request =
                CompletionRequest.builder().model(model).prompt(prompt);
        if (maxTokens != null) {
            request.maxTokens(maxTokens);
        }
        if (n != null) {
            request.n(n);
        }
        if (temperature != null) {
            request.temperature(temperature);
        }
        if (seed != null) {
            request.seed(seed);
        }
        if (stop != null) {
            request.stop(stop);
        }
        if (suffix != null) {
            request.suffix(suffix);
        }
        if (echo) {
            request.echo(true);
        }
        if (logprobs != null) {
            request.logprobs(logprobs);
        }
        return request.build();
    }
}
