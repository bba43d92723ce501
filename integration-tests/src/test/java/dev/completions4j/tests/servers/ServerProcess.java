// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.servers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A process with its output in a file. */
final class ServerProcess implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(50);

    private final Process process;
    private final Path output;

    private ServerProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * Starts a process.
     *
     * @param environment variables added to those of this process
     */
    static ServerProcess start(Path output, Map<String, String> environment, List<String> command) throws IOException {
        Files.createDirectories(output.toAbsolutePath().getParent());
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return new ServerProcess(builder.start(), output);
    }

    /**
     * Polls until a supplier returns a value.
     *
     * @param probe returns null while there is no value
     * @throws IOException if the process ends, or the time has passed
     */
    <T> T await(Duration patience, Supplier<@Nullable T> probe) throws IOException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            T answer = probe.get();
            if (answer != null) {
                return answer;
            }
            if (!process.isAlive() || System.nanoTime() - end > 0) {
                throw new IOException((process.isAlive() ? "not ready after " + patience.toSeconds() + " s" : "ended")
                        + "; last lines: " + lastLines());
            }
            process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /**
     * Waits until the process ends.
     *
     * @throws IOException if it fails, or the time has passed
     */
    void awaitSuccess(Duration patience) throws IOException, InterruptedException {
        if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
            throw new IOException("took more than " + patience.toSeconds() + " s");
        }
        if (process.exitValue() != 0) {
            throw new IOException("exit code " + process.exitValue() + "; last lines: " + lastLines());
        }
    }

    /** Returns what the process has printed so far. */
    String output() {
        try {
            return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    private String lastLines() {
        List<String> lines = output().lines().filter(line -> !line.isBlank()).toList();
        return String.join(" / ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
    }

    /** Kills the process and those that it started. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
