// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.completions4j.cli.terminal.Output;
import dev.completions4j.cli.terminal.StandardStream;
import dev.completions4j.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The program as a user starts it: with an environment, a standard input, and perhaps a terminal. */
final class Program {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>(Map.of("COLUMNS", "80"));
    private final Set<StandardStream> terminals = EnumSet.of(StandardStream.INPUT);
    private byte[] input = new byte[0];
    private Charset encoding = UTF_8;

    /** Sets an environment variable. There is no other one but COLUMNS, which is 80. */
    Program environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Sets the encoding of arguments and environment variables, which is UTF-8 otherwise. */
    Program encoding(Charset encoding) {
        this.encoding = encoding;
        return this;
    }

    /** Pipes a text into the program; otherwise its standard input is a terminal. */
    Program input(String text) {
        return input(text.getBytes(UTF_8));
    }

    Program input(byte[] bytes) {
        input = bytes.clone();
        terminals.remove(StandardStream.INPUT);
        return this;
    }

    /** Lets output and errors appear on a terminal of that width. */
    Program onTerminal(int columns) {
        terminals.addAll(Set.of(StandardStream.OUTPUT, StandardStream.ERROR));
        return environment("COLUMNS", Integer.toString(columns));
    }

    /** Runs the program and returns its exit status. */
    int run(String... arguments) {
        Terminal terminal = new Terminal(
                new ByteArrayInputStream(input),
                Output.results(out),
                Output.notes(err),
                environment,
                encoding,
                terminals::contains);
        return Completions.run(terminal, arguments);
    }

    /** Returns what the program has printed so far. */
    String out() {
        return out.toString(UTF_8);
    }

    List<String> lines() {
        return out().lines().toList();
    }

    /** Returns notes and errors. */
    String err() {
        return err.toString(UTF_8);
    }

    /** Returns the error, which is the last line. */
    String error() {
        List<String> lines = err().lines().toList();
        return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    }
}
