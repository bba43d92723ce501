// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The streams and the environment of the program, and what is known of the terminal behind them.
 *
 * <p>Safe for use by multiple threads.
 */
public final class Terminal {

    private static final int DEFAULT_WIDTH = 80;

    private final InputStream in;
    private final Output out;
    private final Output err;
    private final Map<String, String> environment;
    private final Charset encoding;
    private final Predicate<StandardStream> terminals;
    private final Map<StandardStream, Boolean> known = new EnumMap<>(StandardStream.class);
    private int width;

    /**
     * Creates a terminal.
     *
     * @param in standard input
     * @param out standard output, for results
     * @param err standard error, for everything else
     * @param environment the environment variables
     * @param encoding the encoding of arguments and environment variables
     * @param terminals whether a stream is a terminal
     */
    public Terminal(
            InputStream in,
            Output out,
            Output err,
            Map<String, String> environment,
            Charset encoding,
            Predicate<StandardStream> terminals) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.environment = Map.copyOf(environment);
        this.encoding = encoding;
        this.terminals = terminals;
    }

    /** Returns the terminal of this process. */
    public static Terminal ofProcess() {
        return new Terminal(
                System.in,
                Output.results(new FileOutputStream(FileDescriptor.out)),
                Output.notes(new FileOutputStream(FileDescriptor.err)),
                System.getenv(),
                Charset.forName(System.getProperty("sun.jnu.encoding", "US-ASCII")),
                StandardStream::isTerminal);
    }

    /** Returns standard input. */
    public InputStream in() {
        return in;
    }

    /** Returns standard output, which gets the results and nothing else. */
    public Output out() {
        return out;
    }

    /** Returns standard error, which gets notes, progress and errors. */
    public Output err() {
        return err;
    }

    /**
     * Prints a note to standard error, in lines of its own; on a terminal, they are broken between words.
     *
     * @param text the note, without a line feed at its end
     */
    public void note(String text) {
        boolean onTerminal = isTerminal(StandardStream.ERROR);
        if (onTerminal && isTerminal(StandardStream.OUTPUT)) {
            out.endLine();
        }
        err.endLine();
        err.println(onTerminal ? String.join("\n", Wrapper.lines(text, width())) : text);
    }

    /** Returns the environment variables. */
    public Map<String, String> environment() {
        return environment;
    }

    /** Returns the encoding from which Java has decoded arguments and environment variables. */
    public Charset encoding() {
        return encoding;
    }

    /**
     * Returns whether a stream is a terminal, rather than a file or a pipe.
     *
     * @param stream the stream
     */
    public synchronized boolean isTerminal(StandardStream stream) {
        return known.computeIfAbsent(stream, terminals::test);
    }

    /**
     * Returns whether a stream may have colors: {@code NO_COLOR} is not set, and the stream is a terminal that is not
     * dumb, or {@code CLICOLOR_FORCE} is set.
     *
     * @param stream the stream
     */
    public boolean hasColors(StandardStream stream) {
        if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
            return false;
        }
        return !environment.getOrDefault("CLICOLOR_FORCE", "0").equals("0")
                || (isTerminal(stream) && !environment.getOrDefault("TERM", "").equals("dumb"));
    }

    /** Returns the number of columns: {@code COLUMNS}, or what the terminal reports, or 80. */
    public synchronized int width() {
        if (width == 0) {
            width = measuredWidth();
        }
        return width;
    }

    private int measuredWidth() {
        int columns = number(environment.getOrDefault("COLUMNS", ""));
        if (columns == 0 && (isTerminal(StandardStream.OUTPUT) || isTerminal(StandardStream.ERROR))) {
            columns = Stty.columns();
        }
        return columns == 0 ? DEFAULT_WIDTH : columns;
    }

    private static int number(String text) {
        try {
            return Math.max(0, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
