// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program in a separate JVM, which is terminated when this object is closed. */
final class ForkedJvm implements AutoCloseable {

    /** Prefix of the lines meant for the parent; a JVM may print others. */
    private static final String RESULT = "result: ";

    private final Process process;
    private final BufferedReader output;

    /**
     * Starts a JVM with the class path of this one.
     *
     * @param jvmOptions options before the class path
     * @param program the main class
     */
    ForkedJvm(List<String> jvmOptions, Class<?> program, String... arguments) throws IOException {
        this(jvmOptions, System.getProperty("java.class.path"), program, arguments);
    }

    ForkedJvm(List<String> jvmOptions, String classPath, Class<?> program, String... arguments) throws IOException {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(jvmOptions);
        line.addAll(List.of("-cp", classPath, program.getName()));
        line.addAll(List.of(arguments));
        process = new ProcessBuilder(line)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        output = process.inputReader(UTF_8);
    }

    /** Prints a result for the parent process. */
    static void printResult(Object result) {
        System.out.println(RESULT + result);
    }

    /** Waits for and returns the next result. */
    String readResult() throws IOException {
        String line = output.readLine();
        while (line != null && !line.startsWith(RESULT)) {
            line = output.readLine();
        }
        if (line == null) {
            throw new IllegalStateException("A JVM ended without a result; see its output above");
        }
        return line.substring(RESULT.length());
    }

    /** Waits until the JVM has ended by itself. */
    void awaitEnd() throws IOException, InterruptedException {
        String line = output.readLine();
        while (line != null) {
            line = output.readLine();
        }
        process.waitFor();
    }

    @Override
    public void close() throws IOException {
        output.close();
        process.destroy();
        process.onExit().join();
    }
}
