// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.servers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.opentest4j.TestAbortedException;

/** Installs llama.cpp's server from a Python package into {@code target}, and starts it. */
final class LlamaCpp {

    /** Contains the compiled server of llama.cpp, without dependencies. */
    private static final String PACKAGE = "xllamacpp==2026.10.11549";

    private static final Duration INSTALLATION = Duration.ofSeconds(100);
    private static final Duration START = Duration.ofSeconds(60);
    private static final Pattern LISTENING = Pattern.compile("(?m)^listening (\\S+) (http://\\S+)$");

    private static final Path FOLDER = Path.of("target", "real-servers").toAbsolutePath();

    private LlamaCpp() {}

    /**
     * Starts a server in its own process.
     *
     * @throws TestAbortedException if this machine cannot install or run it
     */
    static TestedServer start() {
        try {
            Path model = model();
            Path python = python();
            Path script = FOLDER.resolve("llama_server.py");
            try (InputStream source = LlamaCpp.class.getResourceAsStream("llama_server.py")) {
                Files.copy(Objects.requireNonNull(source), script, StandardCopyOption.REPLACE_EXISTING);
            }
            ServerProcess process = ServerProcess.start(
                    Files.createTempFile(FOLDER, "llama-cpp-", ".log"),
                    Map.of(),
                    List.of(
                            python.toString(),
                            script.toString(),
                            model.resolve("tiny.gguf").toString(),
                            "api_keys=" + TestedServer.KEY));
            Matcher listening = process.await(START, () -> {
                Matcher line = LISTENING.matcher(process.output());
                return line.find() ? line : null;
            });
            return new RealServer(
                    "llama.cpp (xllamacpp " + listening.group(1) + ")",
                    listening.group(2),
                    new RealServer.Metrics("llamacpp:requests_processing", "llamacpp:tokens_predicted_total"),
                    process);
        } catch (IOException e) {
            throw new TestAbortedException("llama.cpp cannot run here: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TestAbortedException("interrupted");
        }
    }

    /** Returns the folder with the model's files. */
    static synchronized Path model() throws IOException {
        Path folder = FOLDER.resolve("model");
        new TinyModel().writeTo(folder);
        return folder;
    }

    /** Returns the Python of a virtual environment with the package. */
    private static synchronized Path python() throws IOException, InterruptedException {
        Path environment = FOLDER.resolve(PACKAGE.replace("==", "-"));
        Path python = environment.resolve("bin").resolve("python");
        Path complete = environment.resolve("complete");
        if (!Files.exists(complete)) {
            run("venv", "python3", "-m", "venv", "--clear", environment.toString());
            run("pip", python.toString(), "-m", "pip", "install", "--quiet", "--no-compile", PACKAGE);
            Files.createFile(complete);
        }
        return python;
    }

    private static void run(String name, String... command) throws IOException, InterruptedException {
        try (ServerProcess process = ServerProcess.start(FOLDER.resolve(name + ".log"), Map.of(), List.of(command))) {
            process.awaitSuccess(INSTALLATION);
        }
    }
}
