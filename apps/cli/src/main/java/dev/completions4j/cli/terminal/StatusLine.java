// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.terminal;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Tells on standard error what the program waits for: on a terminal, a line that changes in place and disappears when
 * the wait is over; elsewhere, such as in a log, a line of its own every ten seconds.
 *
 * <p>Nothing appears during the first second. Safe for use by multiple threads.
 */
public final class StatusLine implements AutoCloseable {

    private static final long REFRESH_MILLIS = 250;
    private static final long PATIENCE_MILLIS = 1_000;
    private static final long LOG_MILLIS = 10_000;

    private final Terminal terminal;
    private final boolean inPlace;
    private final Supplier<String> text;
    private final ScheduledThreadPoolExecutor timer;
    private final ScheduledFuture<?> ticks;
    private boolean closed;

    /**
     * Starts a status line.
     *
     * @param terminal where it appears
     * @param text supplies the current text, of one line; called by another thread
     */
    public StatusLine(Terminal terminal, Supplier<String> text) {
        this.terminal = terminal;
        this.text = text;
        this.inPlace = terminal.isTerminal(StandardStream.ERROR)
                && !terminal.environment().getOrDefault("TERM", "").equals("dumb");
        this.timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "completions-status");
            thread.setDaemon(true);
            return thread;
        });
        this.ticks = inPlace
                ? timer.scheduleWithFixedDelay(this::draw, PATIENCE_MILLIS, REFRESH_MILLIS, TimeUnit.MILLISECONDS)
                : timer.scheduleWithFixedDelay(this::draw, LOG_MILLIS, LOG_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * Shows a status line while something is awaited.
     *
     * @param terminal where it appears
     * @param text supplies the current text, of one line; called by another thread
     * @param wait waits, and returns what came
     * @return what came
     */
    public static <T> T during(Terminal terminal, Supplier<String> text, Supplier<T> wait) {
        StatusLine line = new StatusLine(terminal, text);
        try {
            return wait.get();
        } finally {
            line.close();
        }
    }

    /** Shows the current text now. */
    synchronized void draw() {
        if (closed) {
            return;
        }
        String line = text.get();
        if (inPlace) {
            terminal.err().showTransient(TextWidth.shortened(line, terminal.width() - 1));
        } else {
            terminal.err().println(line);
        }
    }

    /**
     * Prints something while the line is out of the way.
     *
     * @param print what to do meanwhile
     */
    public synchronized void aside(Runnable print) {
        terminal.err().clearTransient();
        print.run();
    }

    /** Removes the line. Idempotent. */
    @Override
    public synchronized void close() {
        closed = true;
        ticks.cancel(false);
        timer.shutdown();
        terminal.err().clearTransient();
    }
}
