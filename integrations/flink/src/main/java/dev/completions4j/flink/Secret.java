// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.flink;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A reference to a secret, such as an API key, that each task reads on its task manager.
 *
 * <p>The reference is part of the job graph, the secret is not. Immutable and serializable; {@code toString} contains
 * the reference only.
 *
 * @since 0.1.0
 */
public final class Secret implements Serializable {

    private static final long serialVersionUID = 1L;

    private enum Source {
        FILE,
        ENVIRONMENT
    }

    private final Source source;
    private final String name;

    private Secret(Source source, String name) {
        this.source = source;
        this.name = name;
    }

    /**
     * Returns a reference to the content of a UTF-8 file; white space at its beginning and end, such as a final line
     * break, is removed. The file is read when a task starts, and again after the server has rejected an API key;
     * replace it by renaming another, since half of it may be read while it is written.
     *
     * @param path the path of the file on every task manager
     * @throws IllegalArgumentException if the path is blank
     */
    public static Secret fromFile(String path) {
        return new Secret(Source.FILE, requireNotBlank("path", path));
    }

    /**
     * Returns a reference to the value of an environment variable.
     *
     * @param variable the name of the variable in the environment of every task manager
     * @throws IllegalArgumentException if the name is blank
     */
    public static Secret fromEnvironment(String variable) {
        return new Secret(Source.ENVIRONMENT, requireNotBlank("variable", variable));
    }

    private static String requireNotBlank(String parameter, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(parameter + " is blank; name the place of the secret");
        }
        return value;
    }

    /**
     * Reads the secret.
     *
     * @throws IOException if there is none; the message does not contain any part of a secret
     */
    String read() throws IOException {
        String value = value();
        if (value.isEmpty()) {
            throw new IOException(this + " is empty or does not exist; provide it on every task manager");
        }
        return value;
    }

    private String value() throws IOException {
        return switch (source) {
            case FILE ->
                Files.exists(Path.of(name))
                        ? Files.readString(Path.of(name), UTF_8).strip()
                        : "";
            case ENVIRONMENT ->
                Objects.requireNonNullElse(System.getenv(name), "").strip();
        };
    }

    /** Returns the place of the secret, such as {@code file /run/secrets/key}. */
    @Override
    public String toString() {
        return switch (source) {
            case FILE -> "file " + name;
            case ENVIRONMENT -> "environment variable " + name;
        };
    }
}
