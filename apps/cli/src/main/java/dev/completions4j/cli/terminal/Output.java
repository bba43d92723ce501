// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;

/**
 * A stream of text in UTF-8, with line feeds.
 *
 * <p>Text remains in a buffer until {@link #flush} or the end of a line. Safe for use by multiple threads.
 */
public final class Output {

    /** Decides what happens if text cannot be written. */
    private interface FailurePolicy {
        void failed(IOException cause);
    }

    private static final String ERASE = "\r\u001B[K";

    private final Writer writer;
    private final FailurePolicy policy;
    private boolean atLineStart = true;
    private boolean hasTransient;

    private Output(OutputStream stream, FailurePolicy policy) {
        this.writer = new BufferedWriter(new OutputStreamWriter(stream, UTF_8));
        this.policy = policy;
    }

    /**
     * Returns an output that throws {@link ClosedOutputException} if its reader is gone or its disk is full.
     *
     * @param stream the stream, never closed
     */
    public static Output results(OutputStream stream) {
        return new Output(stream, cause -> {
            throw new ClosedOutputException(cause);
        });
    }

    /**
     * Returns an output whose failures are ignored, for notes that are not the result.
     *
     * @param stream the stream, never closed
     */
    public static Output notes(OutputStream stream) {
        return new Output(stream, cause -> {});
    }

    /**
     * Prints text.
     *
     * @param text the text
     */
    public synchronized void print(String text) {
        if (text.isEmpty()) {
            return;
        }
        clearTransient();
        write(text);
        atLineStart = text.charAt(text.length() - 1) == '\n';
    }

    private void write(String text) {
        try {
            writer.write(text);
        } catch (IOException e) {
            policy.failed(e);
        }
    }

    /**
     * Shows a line that the next text replaces.
     *
     * @param line fits into a line of the terminal
     */
    synchronized void showTransient(String line) {
        write(ERASE + line);
        flush();
        hasTransient = true;
    }

    /** Removes the line that is shown, if any. */
    synchronized void clearTransient() {
        if (hasTransient) {
            hasTransient = false;
            write(ERASE);
            flush();
        }
    }

    /**
     * Prints text and ends the line.
     *
     * @param text the text
     */
    public synchronized void println(String text) {
        print(text + "\n");
        flush();
    }

    /** Ends the line unless nothing was printed since the last one. */
    public synchronized void endLine() {
        if (!atLineStart) {
            println("");
        }
    }

    /** Writes what is in the buffer. */
    public synchronized void flush() {
        try {
            writer.flush();
        } catch (IOException e) {
            policy.failed(e);
        }
    }
}
