// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.concurrent;

import java.util.concurrent.TimeUnit;

/** Reports callbacks that block an I/O thread for a long time. Thread-safe. */
public final class SlowCallbacks {

    /** Longer than a usual pause of the garbage collector or of a busy machine. */
    private static final long LIMIT_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Warnings warnings;

    /** @param warnings logs the reports */
    public SlowCallbacks(Warnings warnings) {
        this.warnings = warnings;
    }

    /**
     * Records the duration of a callback, which may still be running.
     *
     * @param name the callback's name, such as its class
     * @param nanos the duration in nanoseconds
     */
    public void note(String name, long nanos) {
        if (nanos > LIMIT_NANOS) {
            warnings.warn(
                    name,
                    name + " blocked an I/O thread for " + TimeUnit.NANOSECONDS.toMillis(nanos)
                            + " ms and delayed other calls; give the client an executor for callbacks, or hand the work"
                            + " to another thread");
        }
    }
}
