// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.concurrent;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Logs recurring warnings without flooding the log: the first one per subject immediately, further ones at most once a
 * minute with the number of suppressed ones. That number is logged with the subject's next warning, not by a timer.
 *
 * <p>Thread-safe.
 */
public final class Warnings {

    private static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** Further subjects share one count, since the number of generated classes is unbounded. */
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
     * Logs or counts a warning.
     *
     * @param subject the subject, such as a class or a server; warnings with the same subject are counted together
     * @param message a sentence without a period
     */
    public void warn(String subject, String message) {
        warn(subject, message, null);
    }

    /**
     * Logs or counts a throwable from foreign code. Never throws.
     *
     * @param code the called object; the message contains its class name
     * @param consequence a clause that completes the message "… threw …; "
     */
    public void warnOfThrown(Object code, String consequence, Throwable thrown) {
        try {
            String name = code.getClass().getName();
            warn(name, name + " threw " + thrown.getClass().getName() + "; " + consequence, thrown);
        } catch (Throwable e) {
            // There may be no memory or stack left for the message.
        }
    }

    /**
     * Logs or counts a warning with a throwable.
     *
     * @param subject the subject; warnings with the same subject are counted together
     * @param message a sentence without a period
     */
    public void warn(String subject, String message, @Nullable Throwable thrown) {
        int suppressed;
        synchronized (bySubject) {
            suppressed = recurrence(subject).suppressed(nanoTime.getAsLong());
        }
        if (suppressed >= 0) {
            String counted =
                    suppressed == 0 ? message : message + " (and " + suppressed + " times since it was last logged)";
            Log.warn(counted, thrown);
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

    /** The time of a subject's last log entry and the number of suppressed ones since then. */
    private static final class Recurrence {

        private boolean logged;
        private long loggedAt;
        private int suppressed;

        /** Returns the number of suppressed warnings before this one; -1 if this one is suppressed too. */
        int suppressed(long now) {
            if (logged && now - loggedAt < INTERVAL_NANOS) {
                suppressed++;
                return -1;
            }
            int before = suppressed;
            logged = true;
            loggedAt = now;
            suppressed = 0;
            return before;
        }
    }
}
