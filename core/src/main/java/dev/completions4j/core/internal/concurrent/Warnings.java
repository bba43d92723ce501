// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.concurrent;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Logs the warnings of a client that may recur, so that nothing fills the log: of each subject the first at once, the next
 * ones at most once a minute, with the number of those that were left out. The count comes with the next warning of its
 * subject; nothing is logged by a timer.
 *
 * <p>Safe for use by any thread.
 */
public final class Warnings {

    private static final System.Logger LOGGER = System.getLogger("dev.completions4j");

    private static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** Further subjects share one count: classes may be generated without end. */
    private static final int MAX_SUBJECTS = 1000;

    private static final String OTHERS = "";

    private final LongSupplier nanoTime;

    /** Guarded by itself. */
    private final Map<String, Recurrence> bySubject = new HashMap<>();

    /** @param nanoTime the clock */
    public Warnings(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Logs a warning, or counts it.
     *
     * @param subject what it is about, such as a class or a server; warnings about the same one are counted together
     * @param message a sentence without its full stop
     */
    public void warn(String subject, String message) {
        warn(subject, message, null);
    }

    /**
     * Logs, or counts, what code threw that the client calls and does not own. Never throws.
     *
     * @param code the object that was called; the message names its class
     * @param consequence what happens instead, to end the sentence "… threw …"
     */
    public void warnOfThrown(Object code, String consequence, Throwable thrown) {
        try {
            String name = code.getClass().getName();
            warn(name, name + " threw " + thrown.getClass().getName() + "; " + consequence, thrown);
        } catch (Throwable e) {
            // The log is foreign code too, and what was thrown may have left no memory or stack for it.
        }
    }

    /**
     * Logs a warning with what was thrown, or counts it.
     *
     * @param subject what it is about; warnings about the same one are counted together
     * @param message a sentence without its full stop
     */
    public void warn(String subject, String message, @Nullable Throwable thrown) {
        int leftOut;
        synchronized (bySubject) {
            leftOut = recurrence(subject).leftOut(nanoTime.getAsLong());
        }
        if (leftOut >= 0) {
            String counted = leftOut == 0 ? message : message + " (and " + leftOut + " times since it was last logged)";
            // Not as a format, since subjects may look like one.
            LOGGER.log(System.Logger.Level.WARNING, counted, thrown);
        }
    }

    private Recurrence recurrence(String subject) {
        Recurrence known = bySubject.get(subject);
        if (known != null) {
            return known;
        }
        String counted = bySubject.size() < MAX_SUBJECTS ? subject : OTHERS;
        return bySubject.computeIfAbsent(counted, name -> new Recurrence());
    }

    /** When something was last logged, and how often it was not. */
    private static final class Recurrence {

        private boolean logged;
        private long loggedAt;
        private int leftOut;

        /** How many were left out before this one; -1 if this one is left out too. */
        int leftOut(long now) {
            if (logged && now - loggedAt < INTERVAL_NANOS) {
                leftOut++;
                return -1;
            }
            int before = leftOut;
            logged = true;
            loggedAt = now;
            leftOut = 0;
            return before;
        }
    }
}
